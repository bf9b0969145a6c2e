var bt=globalThis,vt=bt.ShadowRoot&&(bt.ShadyCSS===void 0||bt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,qt=Symbol(),ke=new WeakMap,at=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==qt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(vt&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=ke.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&ke.set(e,t))}return t}toString(){return this.cssText}},Ae=i=>new at(typeof i=="string"?i:i+"",void 0,qt),y=(i,...t)=>{let e=i.length===1?i[0]:t.reduce((n,r,s)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+i[s+1],i[0]);return new at(e,i,qt)},Se=(i,t)=>{if(vt)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=bt.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,i.appendChild(n)}},Yt=vt?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Ae(e)})(i):i;var{is:wn,defineProperty:_n,getOwnPropertyDescriptor:kn,getOwnPropertyNames:An,getOwnPropertySymbols:Sn,getPrototypeOf:En}=Object,yt=globalThis,Ee=yt.trustedTypes,Pn=Ee?Ee.emptyScript:"",Tn=yt.reactiveElementPolyfillSupport,lt=(i,t)=>i,Xt={toAttribute(i,t){switch(t){case Boolean:i=i?Pn:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},Te=(i,t)=>!wn(i,t),Pe={attribute:!0,type:String,converter:Xt,reflect:!1,useDefault:!1,hasChanged:Te};Symbol.metadata??=Symbol("metadata"),yt.litPropertyMetadata??=new WeakMap;var R=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Pe){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&_n(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:s}=kn(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let l=r?.call(this);s?.call(this,o),this.requestUpdate(t,l,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Pe}static _$Ei(){if(this.hasOwnProperty(lt("elementProperties")))return;let t=En(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(lt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(lt("properties"))){let e=this.properties,n=[...An(e),...Sn(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(Yt(r))}else t!==void 0&&e.push(Yt(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Se(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:Xt).toAttribute(e,n.type);this._$Em=t,s==null?this.removeAttribute(r):this.setAttribute(r,s),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let s=n.getPropertyOptions(r),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:Xt;this._$Em=r;let l=o.fromAttribute(e,s.type);this[r]=l??this._$Ej?.get(r)??l,this._$Em=null}}requestUpdate(t,e,n,r=!1,s){if(t!==void 0){let o=this.constructor;if(r===!1&&(s=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??Te)(s,e)||n.useDefault&&n.reflect&&s===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:s},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),s!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,s]of this._$Ep)this[r]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,s]of n){let{wrapped:o}=s,l=this[r];o!==!0||this._$AL.has(r)||l===void 0||this.C(r,void 0,s,l)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};R.elementStyles=[],R.shadowRootOptions={mode:"open"},R[lt("elementProperties")]=new Map,R[lt("finalized")]=new Map,Tn?.({ReactiveElement:R}),(yt.reactiveElementVersions??=[]).push("2.1.2");var Gt=globalThis,Ce=i=>i,xt=Gt.trustedTypes,Me=xt?xt.createPolicy("lit-html",{createHTML:i=>i}):void 0,Qt="$lit$",D=`lit$${Math.random().toFixed(9).slice(2)}$`,Jt="?"+D,Cn=`<${Jt}>`,V=document,ct=()=>V.createComment(""),pt=i=>i===null||typeof i!="object"&&typeof i!="function",te=Array.isArray,Ue=i=>te(i)||typeof i?.[Symbol.iterator]=="function",Zt=`[ 	
\f\r]`,dt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Oe=/-->/g,Re=/>/g,F=RegExp(`>|${Zt}(?:([^\\s"'>=/]+)(${Zt}*=${Zt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),De=/'/g,We=/"/g,Le=/^(?:script|style|textarea|title)$/i,ee=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),p=ee(1),T=ee(2),_r=ee(3),k=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),He=new WeakMap,K=V.createTreeWalker(V,129);function ze(i,t){if(!te(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return Me!==void 0?Me.createHTML(t):t}var Ne=(i,t)=>{let e=i.length-1,n=[],r,s=t===2?"<svg>":t===3?"<math>":"",o=dt;for(let l=0;l<e;l++){let a=i[l],d,u,c=-1,f=0;for(;f<a.length&&(o.lastIndex=f,u=o.exec(a),u!==null);)f=o.lastIndex,o===dt?u[1]==="!--"?o=Oe:u[1]!==void 0?o=Re:u[2]!==void 0?(Le.test(u[2])&&(r=RegExp("</"+u[2],"g")),o=F):u[3]!==void 0&&(o=F):o===F?u[0]===">"?(o=r??dt,c=-1):u[1]===void 0?c=-2:(c=o.lastIndex-u[2].length,d=u[1],o=u[3]===void 0?F:u[3]==='"'?We:De):o===We||o===De?o=F:o===Oe||o===Re?o=dt:(o=F,r=void 0);let m=o===F&&i[l+1].startsWith("/>")?" ":"";s+=o===dt?a+Cn:c>=0?(n.push(d),a.slice(0,c)+Qt+a.slice(c)+D+m):a+D+(c===-2?l:m)}return[ze(i,s+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},ht=class i{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let s=0,o=0,l=t.length-1,a=this.parts,[d,u]=Ne(t,e);if(this.el=i.createElement(d,n),K.currentNode=this.el.content,e===2||e===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(r=K.nextNode())!==null&&a.length<l;){if(r.nodeType===1){if(r.hasAttributes())for(let c of r.getAttributeNames())if(c.endsWith(Qt)){let f=u[o++],m=r.getAttribute(c).split(D),v=/([.?@])?(.*)/.exec(f);a.push({type:1,index:s,name:v[2],strings:m,ctor:v[1]==="."?wt:v[1]==="?"?_t:v[1]==="@"?kt:Y}),r.removeAttribute(c)}else c.startsWith(D)&&(a.push({type:6,index:s}),r.removeAttribute(c));if(Le.test(r.tagName)){let c=r.textContent.split(D),f=c.length-1;if(f>0){r.textContent=xt?xt.emptyScript:"";for(let m=0;m<f;m++)r.append(c[m],ct()),K.nextNode(),a.push({type:2,index:++s});r.append(c[f],ct())}}}else if(r.nodeType===8)if(r.data===Jt)a.push({type:2,index:s});else{let c=-1;for(;(c=r.data.indexOf(D,c+1))!==-1;)a.push({type:7,index:s}),c+=D.length-1}s++}}static createElement(t,e){let n=V.createElement("template");return n.innerHTML=t,n}};function q(i,t,e=i,n){if(t===k)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,s=pt(t)?void 0:t._$litDirective$;return r?.constructor!==s&&(r?._$AO?.(!1),s===void 0?r=void 0:(r=new s(i),r._$AT(i,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=q(i,r._$AS(i,t.values),r,n)),t}var $t=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??V).importNode(e,!0);K.currentNode=r;let s=K.nextNode(),o=0,l=0,a=n[0];for(;a!==void 0;){if(o===a.index){let d;a.type===2?d=new J(s,s.nextSibling,this,t):a.type===1?d=new a.ctor(s,a.name,a.strings,this,t):a.type===6&&(d=new At(s,this,t)),this._$AV.push(d),a=n[++l]}o!==a?.index&&(s=K.nextNode(),o++)}return K.currentNode=V,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},J=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=q(this,t,e),pt(t)?t===h||t==null||t===""?(this._$AH!==h&&this._$AR(),this._$AH=h):t!==this._$AH&&t!==k&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Ue(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==h&&pt(this._$AH)?this._$AA.nextSibling.data=t:this.T(V.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=ht.createElement(ze(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let s=new $t(r,this),o=s.u(this.options);s.p(e),this.T(o),this._$AH=s}}_$AC(t){let e=He.get(t.strings);return e===void 0&&He.set(t.strings,e=new ht(t)),e}k(t){te(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let s of t)r===e.length?e.push(n=new i(this.O(ct()),this.O(ct()),this,this.options)):n=e[r],n._$AI(s),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=Ce(t).nextSibling;Ce(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Y=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,s){this.type=1,this._$AH=h,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=h}_$AI(t,e=this,n,r){let s=this.strings,o=!1;if(s===void 0)t=q(this,t,e,0),o=!pt(t)||t!==this._$AH&&t!==k,o&&(this._$AH=t);else{let l=t,a,d;for(t=s[0],a=0;a<s.length-1;a++)d=q(this,l[n+a],e,a),d===k&&(d=this._$AH[a]),o||=!pt(d)||d!==this._$AH[a],d===h?t=h:t!==h&&(t+=(d??"")+s[a+1]),this._$AH[a]=d}o&&!r&&this.j(t)}j(t){t===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},wt=class extends Y{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===h?void 0:t}},_t=class extends Y{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==h)}},kt=class extends Y{constructor(t,e,n,r,s){super(t,e,n,r,s),this.type=5}_$AI(t,e=this){if((t=q(this,t,e,0)??h)===k)return;let n=this._$AH,r=t===h&&n!==h||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,s=t!==h&&(n===h||r);r&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},At=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){q(this,t)}},Ie={M:Qt,P:D,A:Jt,C:1,L:Ne,R:$t,D:Ue,V:q,I:J,H:Y,N:_t,U:kt,B:wt,F:At},Mn=Gt.litHtmlPolyfillSupport;Mn?.(ht,J),(Gt.litHtmlVersions??=[]).push("3.3.3");var je=(i,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let s=e?.renderBefore??null;n._$litPart$=r=new J(t.insertBefore(ct(),s),s,void 0,e??{})}return r._$AI(i),r};var ne=globalThis,_=class extends R{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=je(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};_._$litElement$=!0,_.finalized=!0,ne.litElementHydrateSupport?.({LitElement:_});var On=ne.litElementPolyfillSupport;On?.({LitElement:_});(ne.litElementVersions??=[]).push("4.2.2");var tt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},et=i=>(...t)=>({_$litDirective$:i,values:t}),U=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Rn}=Ie,Be=i=>i;var Fe=()=>document.createComment(""),nt=(i,t,e)=>{let n=i._$AA.parentNode,r=t===void 0?i._$AB:t._$AA;if(e===void 0){let s=n.insertBefore(Fe(),r),o=n.insertBefore(Fe(),r);e=new Rn(s,o,i,i.options)}else{let s=e._$AB.nextSibling,o=e._$AM,l=o!==i;if(l){let a;e._$AQ?.(i),e._$AM=i,e._$AP!==void 0&&(a=i._$AU)!==o._$AU&&e._$AP(a)}if(s!==r||l){let a=e._$AA;for(;a!==s;){let d=Be(a).nextSibling;Be(n).insertBefore(a,r),a=d}}}return e},L=(i,t,e=i)=>(i._$AI(t,e),i),Dn={},Ke=(i,t=Dn)=>i._$AH=t,Ve=i=>i._$AH,St=i=>{i._$AR(),i._$AA.remove()};var qe=(i,t,e)=>{let n=new Map;for(let r=t;r<=e;r++)n.set(i[r],r);return n},rt=et(class extends U{constructor(i){if(super(i),i.type!==tt.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let r=[],s=[],o=0;for(let l of i)r[o]=n?n(l,o):o,s[o]=e(l,o),o++;return{values:s,keys:r}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,n]){let r=Ve(i),{values:s,keys:o}=this.dt(t,e,n);if(!Array.isArray(r))return this.ut=o,s;let l=this.ut??=[],a=[],d,u,c=0,f=r.length-1,m=0,v=s.length-1;for(;c<=f&&m<=v;)if(r[c]===null)c++;else if(r[f]===null)f--;else if(l[c]===o[m])a[m]=L(r[c],s[m]),c++,m++;else if(l[f]===o[v])a[v]=L(r[f],s[v]),f--,v--;else if(l[c]===o[v])a[v]=L(r[c],s[v]),nt(i,a[v+1],r[c]),c++,v--;else if(l[f]===o[m])a[m]=L(r[f],s[m]),nt(i,r[c],r[f]),f--,m++;else if(d===void 0&&(d=qe(o,m,v),u=qe(l,c,f)),d.has(l[c]))if(d.has(l[f])){let w=u.get(o[m]),Vt=w!==void 0?r[w]:null;if(Vt===null){let _e=nt(i,r[c]);L(_e,s[m]),a[m]=_e}else a[m]=L(Vt,s[m]),nt(i,r[c],Vt),r[w]=null;m++}else St(r[f]),f--;else St(r[c]),c++;for(;m<=v;){let w=nt(i,a[v+1]);L(w,s[m]),a[m++]=w}for(;c<=f;){let w=r[c++];w!==null&&St(w)}return this.ut=o,Ke(i,a),k}});function S(i,t,e={}){i.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:e}))}function Ye(i){history.pushState(null,"",i),S(window,"location-changed",{replace:!1})}function Et(i){return Object.values(i.devices).filter(t=>!t.disabled_by&&t.identifiers.some(([e])=>e==="amps")).sort((t,e)=>X(t).localeCompare(X(e)))}function X(i){return i?.name_by_user||i?.name||""}function C(i,t){return i.absence?"skipped":i.outcome?i.outcome:i.state!=="planned"||i.origin==="manual"?i.state:t?i.retrying?"retrying":"planned":"paused"}function b(i){return Date.parse(i.start)}function g(i){return i.end?Date.parse(i.end):b(i)+30*6e4}function Pt(i){return i.origin==="plan"&&i.state!=="ended"&&!i.absence}function Z(i,t){return Pt(i)&&i.state!=="active"&&b(i)>t}function Xe(i,t){return i.absence==="skipped"&&g(i)>t&&!!i.original}function Tt(i){return i==="failed"||i==="missed"||i==="incomplete"}function W(i){return i==="charge"||i==="discharge"||i==="idle"?i:"auto"}function G(i){return`${i.device_id}/${i.uid}/${i.original??i.start}`}var Wn=1e4;function re(i){return{command:i.command??"charge",start:b(i),end:g(i),target:i.target,power:i.power,reserve:i.reserve,repeat:i.repeat}}var ut=i=>new Date(i).toISOString();function Hn(i){let t={};for(let e of["target","power","reserve"]){let n=i[e];n!==null&&(t[e]=n)}return t}var Ct=class{constructor(t,e,n){this.element=t;this.hass=e;this.words=n}async schedule(t,e,n=!1){let r=await this.add(t,e,n);this.told("planned",e,async()=>{r&&await this.cancelWindow(t,r,void 0,"all")})}async edit(t,e,n){let r=re(t);await this.change(t,e,n);let s=n==="this_and_future"?void 0:()=>this.change({...t,start:ut(e.start)},r,n);this.told("changed",e,s)}async cancel(t,e){await this.cancelWindow(t.device_id,t.uid,t.start,e);let n=t.repeat&&e==="this",r=async()=>{n?await this.restore(t):await this.add(t.device_id,re(t),!1)};this.told(n?"skipped":"deleted",re(t),r)}async restore(t){let{device_id:e,uid:n,original:r}=t;await this.hass.callWS({type:"amps/plan/restore",device_id:e,uid:n,original:r})}async boost(t,{command:e,target:n,minutes:r}){await this.call("amps","send_command",{device_id:[t],command:e,duration:{minutes:r},...n===null?{}:{target:n}})}async stop(t){await this.call("button","press",{entity_id:t.entities?.stop})}async setMode(t,e){let n=t.entities?.operation_mode;await this.call("select","select_option",{entity_id:n,option:e})}async resume(t){await this.call("switch","turn_on",{entity_id:t.entities?.plan_enabled})}async attempt(t){try{return await t(),!0}catch(e){let n=await this.words.failure(this.hass,e);return S(this.element,"hass-notification",{message:n}),!1}}async add(t,e,n){let r={device_id:[t],command:e.command,start:ut(e.start),end:ut(e.end),...Hn(e),...e.repeat?{repeat:e.repeat}:{},replace:n};return(await this.call("amps","schedule_window",r,!0)).response?.windows[0]?.uid}async change(t,e,n){let r=!!t.repeat;await this.hass.callWS({type:"amps/plan/edit",device_id:t.device_id,uid:t.uid,original:r?t.original:null,range:r?n:"all",...e,start:ut(e.start),end:ut(e.end)})}async cancelWindow(t,e,n,r){let s={device_id:[t],uid:e,range:r};await this.call("amps","cancel_window",n?{...s,occurrence:n}:s)}call(t,e,n,r=!1){return this.hass.callService(t,e,n,void 0,!1,r)}told(t,e,n){let{words:r}=this,s=r.title(e),o=r.span(e.start,e.end,Date.now()),l=n&&{text:r.say("undo"),action:()=>{this.attempt(n)}};S(this.element,"hass-notification",{message:r.say(`told_${t}`,{what:s,when:o}),duration:Wn,dismissable:!0,...l?{action:l}:{}})}};var Ze=new Map;function Un(i){let t=Ze.get(i);return t||(t=new Intl.DateTimeFormat("en-US",{timeZone:i,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),Ze.set(i,t)),t}function A(i,t){let e={};for(let{type:a,value:d}of Un(t).formatToParts(i))e[a]=Number(d);let{year:n=0,month:r=0,day:s=0,hour:o=0,minute:l=0}=e;return{year:n,month:r,day:s,hour:o,minute:l}}function Ot(i){return Date.UTC(i.year,i.month-1,i.day,i.hour,i.minute)}function mt(i,t){return Ot(A(i,t))-Math.floor(i/6e4)*6e4}function M(i,t){let e=Ot(i),n=mt(e-24*36e5,t),r=mt(e+24*36e5,t);for(let s of[n,r])if(mt(e-s,t)===s)return e-s;return Ln(e-24*36e5,e+24*36e5,t)}function Ln(i,t,e){let[n,r]=[i,t],s=mt(n,e);for(;r-n>6e4;){let o=Math.floor((n+r)/2/6e4)*6e4;mt(o,e)===s?n=o:r=o}return r}function z(i,t,e=0){let n=new Date(Ot(i)+t*24*36e5+e*6e4);return{year:n.getUTCFullYear(),month:n.getUTCMonth()+1,day:n.getUTCDate(),hour:n.getUTCHours(),minute:n.getUTCMinutes()}}function ft(i){return(new Date(Ot(i)).getUTCDay()+6)%7}function Q(i,t){return M({...A(i,t),hour:0,minute:0},t)}var Mt=i=>String(i).padStart(2,"0");function Ge(i){return`${i.year}-${Mt(i.month)}-${Mt(i.day)}`}function ie(i){return`${Mt(i.hour)}:${Mt(i.minute)}`}function se(i,t){let e=/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(`${i}T${t}`);if(!e)return;let[n,r,s,o,l]=e.slice(1).map(Number);return{year:n,month:r,day:s,hour:o,minute:l}}var Qe=5*6e4;function x(i,{start:t,end:e}){let n=(i-t)/(e-t);return Math.min(1,Math.max(0,n))*100}function Je(i,{start:t,end:e}){return t+Math.min(1,Math.max(0,i))*(e-t)}function Rt(i,t=Qe){return Math.round(i/t)*t}function it(i,t=Qe){return Math.ceil(i/t)*t}function oe(i,t){let e=[],n=Q(i.start,t);for(;n<i.end&&e.length<40;){let r=M(z({...A(n,t),hour:0,minute:0},1),t);e.push({start:Math.max(n,i.start),end:Math.min(r,i.end)}),n=r}return e}function Dt(i,t,e){return oe(i,t).flatMap(n=>{let r=A(n.start,t),s=[];for(let o=0;o<24;o+=e){let l=M({...r,hour:o,minute:0},t);l>=i.start&&l<i.end&&s.push(l)}return s})}var tn=y`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 100%;
    padding: 12px 16px 16px;
    container-type: inline-size;
  }
  h1 {
    margin: 0 0 8px;
    font-size: var(--ha-card-header-font-size, 24px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
  }
  section + section {
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--amps-line);
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 52px;
    margin-bottom: 4px;
  }
  .glyph {
    position: relative;
    flex: none;
    width: 24px;
    height: 40px;
    margin-inline-end: 12px;
    margin-top: 3px;
    overflow: hidden;
    border: 2px solid var(--amps-text);
    border-radius: 6px;
    background: linear-gradient(
      to top,
      var(--primary-color, #03a9f4) var(--level),
      transparent var(--level)
    );
    background-origin: content-box;
    background-clip: content-box;
    padding: 2px;
  }
  .names {
    flex: 1;
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: baseline;
    gap: 10px;
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 26px;
  }
  h2 bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .level {
    min-height: 26px;
    font-size: 20px;
    font-variant-numeric: tabular-nums;
  }
  .doing {
    min-height: 20px;
    margin: 0;
    overflow: hidden;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .sentences {
    margin-top: 10px;
  }
  .next,
  .last {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    min-height: 44px;
  }
  .next p,
  .last p {
    flex: 1;
    margin: 0;
  }
  .next p {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .detail {
    display: block;
    min-height: 18px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 18px;
  }
  .last {
    min-height: 24px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .last ha-icon {
    --mdc-icon-size: 18px;
    margin-inline: 3px;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 40px;
    margin-top: 4px;
    padding: 0 12px;
    border: none;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent);
    text-align: start;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .mode {
    position: relative;
    display: flex;
    flex: 1 1 150px;
    align-items: center;
    min-height: 40px;
    border-radius: 20px;
    background: color-mix(in srgb, var(--amps-text) 7%, transparent);
  }
  .mode span {
    padding-inline-start: 14px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
  }
  .mode select {
    flex: 1;
    min-width: 0;
    min-height: 40px;
    padding-inline: 8px 32px;
    border: none;
    border-radius: 20px;
    background: none;
    appearance: none;
    font-weight: var(--ha-font-weight-medium, 500);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .mode option {
    background: var(--amps-ground);
    color: var(--amps-text);
  }
  .mode ha-icon {
    position: absolute;
    inset-inline-end: 8px;
    pointer-events: none;
  }
  .controls .button {
    flex: 0 1 auto;
  }
  @container (max-width: 380px) {
    .controls .mode {
      flex-basis: 100%;
    }
    .controls .button {
      flex: 1;
    }
  }
  .empty {
    margin: 8px 0;
    color: var(--amps-dim);
  }
  .tables {
    overflow-x: auto;
  }
  table {
    width: 100%;
    margin-bottom: 12px;
    border-collapse: collapse;
  }
  caption {
    padding: 4px 0;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    text-align: start;
  }
  th,
  td {
    padding: 6px 12px 6px 0;
    padding-inline: 0 12px;
    border-bottom: 1px solid var(--amps-line);
    font-weight: var(--ha-font-weight-normal, 400);
    text-align: start;
    vertical-align: top;
  }
  .link {
    padding: 0;
    border: none;
    background: none;
    color: var(--primary-color);
    text-align: start;
  }
`;var zn=36e5,en=24*zn,Nn="component.amps.config_panel.card",ae="component.amps.entity.calendar.plan.state_attributes",In="component.amps.entity.select.operation_mode.state",le=new Map;function N(i){let{language:t}=i.locale,e=le.get(t);return e||(e=i.loadBackendTranslation("config_panel","amps"),le.set(t,e),e.catch(()=>le.delete(t))),e}var E=class{constructor(t){this.zone=t.config.time_zone,this.language=t.locale.language,this.localize=t.localize;let e=t.locale.time_format;this.hour12=e==="12"?!0:e==="24"?!1:void 0}isFor(t){return this.localize===t.localize&&this.zone===t.config.time_zone}say(t,e){return this.localize(`${Nn}.${t}`,e)}command(t){return t?this.localize(`${In}.${t}`):"?"}status(t){return this.localize(`${ae}.status.state.${t}`)||t}reason(t){return this.localize(`${ae}.reason.state.${t}`)||t}origin(t){return this.localize(`${ae}.origin.state.${t}`)||t}title(t){let e=this.command(t.command);return t.target!==null?this.say("title_target",{command:e,level:this.percent(t.target)}):t.reserve!==null&&t.command==="auto_reserve"?this.say("title_reserve",{command:e,level:this.percent(t.reserve)}):e}number(t,e=1){return new Intl.NumberFormat(this.language,{maximumFractionDigits:e}).format(t)}percent(t){return new Intl.NumberFormat(this.language,{style:"percent",maximumFractionDigits:0}).format(t/100)}power(t){return`${this.number(Math.abs(t),2)} kW`}energy(t){return`${this.number(t)} kWh`}time(t){return this.format({hour:"numeric",minute:"2-digit"},t)}hour(t){let e={hour:"2-digit",minute:"2-digit"};return this.format(this.hour12?{hour:"numeric"}:e,t)}day(t,e){let n=Math.round((Q(t,this.zone)-Q(e,this.zone))/en);return Math.abs(n)<=1?new Intl.RelativeTimeFormat(this.language,{numeric:"auto"}).format(n,"day"):this.format({weekday:"short",day:"numeric",month:"short"},t)}weekday(t,e){return new Intl.DateTimeFormat(this.language,{weekday:e,timeZone:"UTC"}).format(Date.UTC(2024,0,1+t))}span(t,e,n){let r=`${gt(this.day(t,n),this.language)} ${this.time(t)}`;if(e===null)return r;let s=e>t?e-1:e,o=Q(s,this.zone)===Q(t,this.zone),l=e-t<en,a=this.time(e);return o||l?`${r} – ${a}`:`${r} – ${this.day(e,n)} ${a}`}duration(t){let e=Math.max(0,Math.round(t/6e4)),n=(o,l)=>new Intl.NumberFormat(this.language,{style:"unit",unit:l,unitDisplay:"short"}).format(o),r=Math.floor(e/60),s=e%60;return r?s?`${n(r,"hour")} ${n(s,"minute")}`:n(r,"hour"):n(s,"minute")}async failure(t,e){let n=e??{},{translation_domain:r,translation_key:s}=n;if(r&&s){let o=await t.loadBackendTranslation("exceptions",r).catch(()=>{}),l=n.translation_placeholders,a=o?.(`component.${r}.exceptions.${s}.message`,l);if(a)return a}return n.message||this.say("failed")}format(t,e){return new Intl.DateTimeFormat(this.language,{timeZone:this.zone,...t.hour&&this.hour12!==void 0?{hour12:this.hour12}:{},...t}).format(e)}};function gt(i,t){return i.charAt(0).toLocaleUpperCase(t)+i.slice(1)}var Wt=12,de=7;function Ht(i){let{device_id:t}=i;return t===void 0?[]:typeof t=="string"?[t]:t}function rn(i){let t=Ht(i);if(!Array.isArray(t)||t.some(e=>typeof e!="string"))throw new Error("device_id has to be the id of a device, or a list of them");if(t.length>Wt)throw new Error(`device_id has to name at most ${Wt} batteries`);for(let e of["days_back","days_ahead"]){let n=i[e];if(n!==void 0&&(!Number.isInteger(n)||n<0||n>de))throw new Error(`${e} has to be a whole number from 0 to ${de}`)}}var nn={number:{min:0,max:de,mode:"box"}};async function jn(){let i=document.querySelector("home-assistant");i?.hass&&await N(i.hass).catch(()=>{});let t=(e,n)=>(e??i?.hass?.localize)?.(`component.amps.config_panel.card.${n}`)??"";return{schema:[{name:"device_id",selector:{device:{multiple:!0,filter:[{integration:"amps"}]}}},{name:"title",selector:{text:{}}},{type:"grid",name:"",schema:[{name:"days_back",default:1,selector:nn},{name:"days_ahead",default:1,selector:nn},{name:"show_power",default:!0,selector:{boolean:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}}]}],computeLabel:({name:e},n)=>e&&t(n,`editor_${e}`),computeHelper:({name:e},n)=>e&&t(n,`editor_${e}_help`),assertConfig:rn}}function Bn(i,t){let e={...i?.batteries};for(let[n,r]of Object.entries(t.batteries??{}))e[n]={...e[n],...r};return{order:t.order??i?.order??[],batteries:e}}var st=class{constructor(t){this.changed=t;this.failed=!1;this.asked="";this.round=0}async subscribe(t,e){let n=JSON.stringify(e);if(n===this.asked)return;this.stop(),this.asked=n;let r=this.round;try{let s=await t.connection.subscribeMessage(o=>{r===this.round&&(this.known=Bn(this.known,o),this.changed())},e);r===this.round?this.end=s:s().catch(()=>{})}catch{if(r!==this.round)return;this.failed=!0,this.changed()}}stop(){this.end?.().catch(()=>{}),this.end=void 0,this.asked="",this.failed=!1,this.round++}};var O={charge:"mdi:battery-arrow-up",discharge:"mdi:battery-arrow-down",idle:"mdi:pause-circle-outline",auto_balanced:"mdi:scale-balance",auto_reserve:"mdi:shield-half-full",auto_export:"mdi:transmission-tower-export"},H={planned:"mdi:clock-outline",paused:"mdi:pause",retrying:"mdi:refresh",sent:"mdi:cloud-check-outline",active:"mdi:play",done:"mdi:check",accepted:"mdi:help-circle-outline",incomplete:"mdi:circle-half-full",failed:"mdi:alert",missed:"mdi:close-thick",cancelled:"mdi:cancel",skipped:"mdi:skip-next",ended:"mdi:circle-medium"};var Fn=.05,Kn=24*36e5;function Ut(i,t){let e=[];return i.linked===!1?e.push(t.say("not_linked")):i.power!=null&&e.push(Vn(i.power,t)),i.mode&&e.push(t.command(i.mode)),e.join(" · ")}function Vn(i,t){if(Math.abs(i)<Fn)return t.say("resting");let e=i>0?"charging":"discharging";return t.say(e,{power:t.power(i)})}function ce(i,t){return i.windows?.filter(n=>n.state==="active"&&!n.absence&&(n.end===null||g(n)>t))?.at(-1)}function sn(i,t,e){if(!i.available)return{icon:"mdi:cloud-off-outline",text:t.say("away")};let n=ce(i,e);if(n)return qn(n,t,e);let r=i.next;return i.enabled===!1?{icon:"mdi:pause",text:t.say("paused")}:!r||g(r)<=e?{icon:"mdi:calendar-blank-outline",text:t.say("nothing_planned")}:{icon:O[r.command??"idle"],text:t.say("next",{what:t.title(r),when:t.span(b(r),r.end?g(r):null,e)}),detail:r.why||t.say(r.state==="sent"?"held_by_amps":"held_here")}}function qn(i,t,e){let n=H.active,r=t.title(i),s=i.origin==="plan"?"":t.origin(i.origin),o=i.why||(s?gt(s):t.say("runs_by_plan"));if(i.end===null)return{icon:n,text:t.say("runs",{what:r}),detail:o};let l=g(i),a={what:r,until:t.time(l),left:t.duration(l-e)};return{icon:n,text:t.say("runs_until",a),detail:o}}function on(i,t,e){let{last:n}=i;if(!n?.outcome)return;let r=Date.parse(n.end);if(e-r>7*Kn)return;let s=n.level===null?"":t.percent(n.level),o=n.reason?t.reason(n.reason):"",l=[t.status(n.outcome),o,s].filter(Boolean).join(", "),a={what:t.title({...n,reserve:null}),how:l};return{icon:H[C({...n,absence:null},!0)],text:t.say("last",{...a,when:t.day(r,e)})}}function Lt(i){return!!i.problem||i.available===!1||Tt(i.last?.outcome)}var Yn={W:.001,kW:1,MW:1e3};async function an(i,t,e){if(!t.length)return{};let n=await i.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),entity_ids:t,include_start_time_state:!0,significant_changes_only:!1,minimal_response:!0,no_attributes:!0}),r={};for(let s of t){let o=Xn(i,s);r[s]=(n[s]??[]).map(l=>({at:Math.max(e,l.lu*1e3),value:Zn(l.s,o)}))}return r}function Xn(i,t){let e=i.states[t]?.attributes.unit_of_measurement;return Yn[String(e)]??1}function Zn(i,t){let e=i===""?Number.NaN:Number(i)*t;return Number.isFinite(e)?e:void 0}function pe(i,t,e){let n=i.at(-1);return n&&(n.at>=t||n.value===e)?i:[...i,{at:t,value:e}]}function ln(i,t,e,n){let r=[],s=0;for(let o=t;o<e;o+=n){let l=Math.min(o+n,e),[a,d]=[0,0];for(;s+1<i.length&&(i[s+1]?.at??l)<=o;)s++;for(let u=s;u<i.length;u++){let c=i[u];if(!c||c.at>=l)break;let f=Math.max(o,c.at),m=Math.min(l,i[u+1]?.at??l);c.value!==void 0&&m>f&&(a+=c.value*(m-f),d+=m-f)}r.push({at:o,value:d?a/d:void 0})}return r}function dn(i,t){let e=[],n=[];for(let{at:s,value:o}of i)o===void 0?(n.length&&e.push(n),n=[]):n.push({at:s,value:o});let r=n.at(-1);return r&&(r.at<t&&n.push({at:t,value:r.value}),e.push(n)),e}var Gn={since:0,level:[],power:[]},zt=class{constructor(t){this.changed=t;this.kept=new Map;this.asked=new Map}of(t){return this.kept.get(cn(t))??Gn}async follow(t,e){let n=cn(e);if(!n||!e.start)return;let r=Date.parse(e.start);this.asked.get(n)!==r?(this.asked.set(n,r),await this.read(t,e,n,r)):this.append(e,n)}async read(t,e,n,r){let{level:s,power:o}=e.entities??{},l=[s,o].filter(d=>d!==void 0),a=await an(t,l,r).catch(()=>({}));this.kept.set(n,{since:r,level:a[s??""]??[],power:a[o??""]??[]}),this.append(e,n),this.changed()}append(t,e){let n=this.kept.get(e);if(!n)return;let r=Date.now();n.level=pe(n.level,r,t.level??void 0),n.power=pe(n.power,r,t.power??void 0)}};function cn(i){return i.entities?.level??i.entities?.power??""}var I=y`
  :host {
    --amps-charge: var(--amps-charge-color, var(--energy-battery-in-color, #f06292));
    --amps-discharge: var(
      --amps-discharge-color,
      var(--energy-battery-out-color, #4db6ac)
    );
    --amps-auto: var(--amps-auto-color, var(--primary-color, #03a9f4));
    --amps-idle: var(--amps-idle-color, var(--secondary-text-color, #727272));
    --amps-ground: var(--ha-card-background, var(--card-background-color, #fff));
    --amps-text: var(--primary-text-color, #212121);
    --amps-dim: var(--secondary-text-color, #727272);
    --amps-line: var(--divider-color, rgba(127, 127, 127, 0.3));
    color: var(--amps-text);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.5);
  }
  * {
    box-sizing: border-box;
  }
  .charge {
    --tint: var(--amps-charge);
  }
  .discharge {
    --tint: var(--amps-discharge);
  }
  .idle {
    --tint: var(--amps-idle);
  }
  .auto {
    --tint: var(--amps-auto);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.45;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  ha-icon {
    display: inline-flex;
    flex: none;
    width: var(--mdc-icon-size, 24px);
    height: var(--mdc-icon-size, 24px);
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`,ot=y`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 20px);
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 14%, transparent);
    color: var(--amps-text);
    font-weight: var(--ha-font-weight-medium, 500);
    --mdc-icon-size: 20px;
  }
  .button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 24%, transparent);
  }
  .button.main {
    background: var(--primary-color, #03a9f4);
    color: var(--text-primary-color, #fff);
  }
  .button.main:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 88%, black);
  }
  .button.plain {
    background: none;
  }
  .button.plain:hover:not(:disabled) {
    background: color-mix(in srgb, var(--amps-text) 8%, transparent);
  }
  .button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
  }
  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 40px;
    height: 40px;
    flex: none;
    border: none;
    border-radius: 50%;
    background: none;
    color: var(--amps-dim);
  }
  .icon-button:hover {
    background: color-mix(in srgb, var(--amps-text) 8%, transparent);
  }
  .icon-button[aria-pressed="true"] {
    color: var(--primary-color);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 40px;
    min-height: 40px;
    padding: 0 12px;
    border: 1px solid var(--amps-line);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    --mdc-icon-size: 18px;
  }
  .chip[aria-pressed="true"],
  .chip[aria-checked="true"] {
    border-color: var(--tint, var(--primary-color));
    background: color-mix(in srgb, var(--tint, var(--primary-color)) 20%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
    box-shadow: inset 0 0 0 1px var(--tint, var(--primary-color));
  }
`;function Qn(i,t){return i.findLast(e=>e.at<=t)?.value}function pn(i,t,e,n,r,s){let o=i.windows??[],l=Dt(e,r.zone,6).filter(a=>a<=n);return p`<table>
      <caption>
        ${r.say("table_windows")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${r.say("what")}</th>
          <th scope="col">${r.say("when")}</th>
          <th scope="col">${r.say("state")}</th>
        </tr>
      </thead>
      <tbody>
        ${o.map(a=>{let d=a.reason??a.absence;return p`<tr>
            <td>
              <button type="button" class="link" @click=${()=>s(a)}>
                ${r.title(a)}
              </button>
            </td>
            <td>${r.span(b(a),a.end?g(a):null,n)}</td>
            <td>
              ${r.status(C(a,i.enabled??!0))}${d?`: ${r.reason(d)}`:""}
            </td>
          </tr>`})}
        ${o.length?"":p`<tr><td colspan="3">${r.say("nothing_planned")}</td></tr>`}
      </tbody>
    </table>
    <table>
      <caption>
        ${r.say("table_level")}
      </caption>
      <tbody>
        ${l.map(a=>{let d=Qn(t,a);return p`<tr>
            <th scope="row">${r.day(a,n)} ${r.time(a)}</th>
            <td>${d===void 0?r.say("unknown"):r.percent(d)}</td>
          </tr>`})}
      </tbody>
    </table>`}var he=et(class extends U{constructor(i){if(super(i),i.type!==tt.ATTRIBUTE||i.name!=="class"||i.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(i){return" "+Object.keys(i).filter(t=>i[t]).join(" ")+" "}update(i,[t]){if(this.st===void 0){this.st=new Set,i.strings!==void 0&&(this.nt=new Set(i.strings.join(" ").split(/\s/).filter(n=>n!=="")));for(let n in t)t[n]&&!this.nt?.has(n)&&this.st.add(n);return this.render(t)}let e=i.element.classList;for(let n of this.st)n in t||(e.remove(n),this.st.delete(n));for(let n in t){let r=!!t[n];r===this.st.has(n)||this.nt?.has(n)||(r?(e.add(n),this.st.add(n)):(e.remove(n),this.st.delete(n)))}return k}});var hn="important",Jn=" !"+hn,j=et(class extends U{constructor(i){if(super(i),i.type!==tt.ATTRIBUTE||i.name!=="style"||i.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(i){return Object.keys(i).reduce((t,e)=>{let n=i[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(i,[t]){let{style:e}=i.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let r=t[n];if(r!=null){this.ft.add(n);let s=typeof r=="string"&&r.endsWith(Jn);n.includes("-")||s?e.setProperty(n,s?r.slice(0,-11):r,s?hn:""):e[n]=r}}return k}});var un=15*6e4,tr=1,$=i=>i.toFixed(2);function mn(i,t,e,n){let r=dn(t,Math.min(n,e.end)).filter(s=>s.length>1);return T`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${er(i,e)}
    <path class="grid" d="M0 50H100M0 0H100M0 100H100" />
    ${ir(i.sun?.steps,e,"sun")}
    ${r.map(s=>{let o=s.map(({at:d,value:u},c)=>{let f=`${$(x(d,e))} ${$(100-ue(u))}`;return`${c?"L":"M"}${f}`}).join(""),l=$(x(s[0]?.at??0,e)),a=$(x(s.at(-1)?.at??0,e));return T`<path class="area" d="${o}L${a} 100L${l} 100Z" />
        <path class="line" d=${o} />`})}
    ${nr(i.expected_level,e)}
    ${rr(i.prices?.steps,e,"price")}
  </svg>`}function fn(i,t,e){let n=ln(i,t.start,Math.min(e,t.end),un),r=n.map(l=>Math.abs(l.value??0)),s=Math.max(tr,...r),o=un/(t.end-t.start)*100;return T`<svg viewBox="0 -1 100 2" preserveAspectRatio="none" aria-hidden="true">
    <path class="grid" d="M0 0H100" />
    ${n.map(({at:l,value:a})=>{if(!a)return h;let d=Math.abs(a)/s;return T`<rect
        class=${a>0?"bar charge":"bar discharge"}
        x=${$(x(l,t))}
        width=${$(o)}
        y=${a>0?(-d).toFixed(3):"0"}
        height=${d.toFixed(3)}
      />`})}
  </svg>`}function er(i,t){return(i.windows??[]).map(e=>{let[n,r]=[b(e),g(e)];if(r<=t.start||n>=t.end||e.absence)return h;let s=x(n,t),o=x(r,t)-s,l=C(e,i.enabled??!0),a=e.target===null?void 0:100-ue(e.target);return T`<g class=${`band ${W(e.command)} ${l}`}>
      <rect x=${$(s)} y="0" width=${$(o)} height="100" />
      ${a===void 0?h:T`<path d="M${$(s)} ${$(a)}h${$(o)}" />`}
    </g>`})}function nr(i,t){if(!i?.length)return h;let e=i.map(([n,r],s)=>{let o=$(x(Date.parse(n),t));return`${s?"L":"M"}${o} ${$(100-ue(r))}`}).join("");return T`<path class="expected" d=${e} />`}function gn(i,t){let e=i.map(([,o])=>o),[n,r]=[Math.min(0,...e),Math.max(...e)],s=o=>100-(o-n)/(r-n||1)*90;return i.map(([o,l],a)=>{let d=$(x(Date.parse(o),t));return`${a?`H${d}V`:`M${d} `}${$(s(l))}`}).join("")}function rr(i,t,e){return i?.length?T`<path class=${e} d="${gn(i,t)}H100" />`:h}function ir(i,t,e){if(!i?.length)return h;let n=$(x(Date.parse(i[0]?.[0]??""),t));return T`<path class=${e} d="${gn(i,t)}H100V100H${n}Z" />`}function ue(i){return Math.min(100,Math.max(0,i))}var Nt=5*6e4,sr=12*Nt,or=4,ar=350,lr=1200;function bn({start:i,end:t},e,n,r){let s=(l,a,d)=>Math.max(a,Math.min(d,l));if(e==="start"){let l=Math.min(r.start,i);return{start:s(Rt(i+n),l,t-Nt),end:t}}if(e==="end")return{start:i,end:s(Rt(t+n),i+Nt,Math.max(r.end,t))};let o=s(Rt(i+n),r.start,r.end-(t-i));return{start:o,end:o+(t-i)}}var It=class{constructor(t){this.host=t;this.justDragged=!1;this.onMove=t=>{let{drag:e}=this;if(!e||t.pointerId!==e.pointer)return;let n=t.clientX-e.x;if(!e.began){if(Math.abs(n)<or)return;if(e.hold!==void 0){this.release();return}this.begin()}let{span:r,width:s}=this.host,o=n/Math.max(1,s)*(r.end-r.start),l={start:b(e.window),end:g(e.window)};this.set(e.window,bn(l,e.part,o,this.within()))};this.onTouch=t=>{this.drag?.began&&t.preventDefault()};this.onUp=()=>{let t=this.drag?.began??!1;this.release(),this.justDragged=t,t&&this.done()};this.onCancel=()=>{this.release(),this.cancel()};t.addController(this)}hostDisconnected(){this.cancel()}shown(t){return this.current&&G(this.current.window)===G(t)?this.current:{start:b(t),end:g(t)}}isMoving(t){return!!this.current&&G(this.current.window)===G(t)}swallowsClick(){let t=this.justDragged;return this.justDragged=!1,t}press(t,e){if(this.justDragged=!1,t.button!==0||!Z(e,Date.now()))return;let n=t.currentTarget,s=t.target.dataset.part??"all",{pointerId:o,clientX:l}=t;this.drag={window:e,part:s,element:n,pointer:o,x:l,began:!1,hold:void 0},t.pointerType!=="mouse"&&(this.drag.hold=setTimeout(()=>this.begin(),ar)),n.addEventListener("pointermove",this.onMove),n.addEventListener("pointerup",this.onUp),n.addEventListener("pointercancel",this.onCancel),n.addEventListener("touchmove",this.onTouch,{passive:!1})}key(t,e){if(t.key==="Escape"&&this.current){t.stopPropagation(),this.cancel();return}if(t.key==="Enter"&&this.current&&this.settle!==void 0){t.preventDefault(),this.done();return}let n={ArrowLeft:-1,ArrowRight:1}[t.key];if(n===void 0||!Z(e,Date.now()))return;t.preventDefault();let r=n*(t.shiftKey?sr:Nt),s=t.altKey?"end":"all";this.set(e,bn(this.shown(e),s,r,this.within())),clearTimeout(this.settle),this.settle=setTimeout(()=>this.done(),lr)}blur(){this.settle!==void 0&&this.done()}begin(){if(!this.drag)return;this.drag.began=!0,this.drag.element.setPointerCapture(this.drag.pointer);let{window:t}=this.drag;this.set(t,{start:b(t),end:g(t)})}within(){return{start:it(Date.now()),end:this.host.span.end}}set(t,{start:e,end:n}){this.current={window:t,start:e,end:n},this.host.requestUpdate()}release(){if(!this.drag)return;let{element:t,hold:e}=this.drag;clearTimeout(e),t.removeEventListener("pointermove",this.onMove),t.removeEventListener("pointerup",this.onUp),t.removeEventListener("pointercancel",this.onCancel),t.removeEventListener("touchmove",this.onTouch),this.drag=void 0}cancel(){clearTimeout(this.settle),this.settle=void 0,this.release(),this.current=void 0,this.host.requestUpdate()}done(){let t=this.current;if(clearTimeout(this.settle),this.settle=void 0,!t)return;t.start===b(t.window)&&t.end===g(t.window)?this.cancel():this.host.move(t)}settled(){this.current=void 0,this.host.requestUpdate()}};var vn=y`
  :host {
    display: block;
    container-type: inline-size;
    --lane: 36px;
    --chart: 112px;
  }
  :host([compact]) {
    --chart: 72px;
  }
  .scroller {
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: none;
  }
  .plot {
    position: relative;
    min-width: 100%;
    user-select: none;
    -webkit-user-select: none;
  }
  @container (max-width: 440px) {
    .plot {
      width: calc(var(--days) * 220px);
    }
  }
  .days {
    position: relative;
    height: 22px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--amps-dim);
  }
  .days span {
    position: absolute;
    overflow: hidden;
    padding-left: 6px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .days .today {
    color: var(--amps-text);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .lane {
    position: relative;
    height: var(--lane);
    margin-bottom: 4px;
    border-radius: var(--ha-border-radius-md, 8px);
    background: color-mix(in srgb, var(--amps-text) 5%, transparent);
    cursor: copy;
  }
  .slot {
    position: absolute;
    min-width: 12px;
    padding: 2px 0;
  }
  .block {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
    width: 100%;
    height: 100%;
    padding: 0 1px;
    overflow: hidden;
    container-type: inline-size;
    border: 1.5px solid var(--tint);
    border-radius: var(--ha-border-radius-sm, 6px);
    background: color-mix(in srgb, var(--tint) 26%, var(--amps-ground));
    color: var(--amps-text);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1;
    touch-action: pan-x pan-y;
    --mdc-icon-size: 15px;
  }
  .block.movable {
    cursor: grab;
  }
  .block.moving {
    z-index: 3;
    cursor: grabbing;
    box-shadow: var(--ha-box-shadow-m, 0 2px 8px rgba(0, 0, 0, 0.35));
  }
  .block .what,
  .block .label {
    display: none;
  }
  @container (min-width: 36px) {
    .block > .what {
      display: inline-flex;
    }
  }
  @container (min-width: 62px) {
    .block > .label {
      display: inline;
    }
  }
  .block.planned,
  .block.paused,
  .block.retrying {
    border-style: dashed;
    background: color-mix(in srgb, var(--tint) 8%, var(--amps-ground));
  }
  .block.paused {
    opacity: 0.6;
  }
  .block.active {
    background: color-mix(in srgb, var(--tint) 55%, var(--amps-ground));
    box-shadow: 0 0 0 2px color-mix(in srgb, var(--tint) 35%, transparent);
  }
  .block.incomplete {
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--tint) 34%, var(--amps-ground)) 50%,
      var(--amps-ground) 50%
    );
  }
  .block.failed,
  .block.missed {
    border-color: var(--error-color, #db4437);
    background: repeating-linear-gradient(
      -45deg,
      color-mix(in srgb, var(--error-color, #db4437) 30%, var(--amps-ground)) 0 4px,
      var(--amps-ground) 4px 9px
    );
  }
  .block.cancelled,
  .block.skipped {
    border-style: dotted;
    border-color: var(--amps-dim);
    background: var(--amps-ground);
    color: var(--amps-dim);
  }
  .block.skipped::after,
  .block.cancelled::after {
    content: "";
    position: absolute;
    inset: 50% 0 auto;
    border-top: 1.5px solid var(--amps-dim);
  }
  .grip {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 6px;
    cursor: ew-resize;
  }
  .grip.start {
    left: 0;
  }
  .grip.end {
    right: 0;
  }
  .chart {
    position: relative;
    height: var(--chart);
    cursor: copy;
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  svg path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .grid {
    stroke: var(--amps-line);
    stroke-width: 1;
  }
  .band rect {
    fill: var(--tint);
    opacity: 0.14;
  }
  .band path {
    stroke: var(--tint);
    stroke-width: 2;
    stroke-dasharray: 4 3;
  }
  .band.failed rect,
  .band.missed rect,
  .band.cancelled rect,
  .band.paused rect {
    opacity: 0.05;
  }
  .band.cancelled path {
    opacity: 0.35;
  }
  .area {
    fill: color-mix(in srgb, var(--primary-color, #03a9f4) 20%, transparent) !important;
  }
  .line {
    stroke: var(--primary-color, #03a9f4);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .expected {
    stroke: var(--primary-color, #03a9f4);
    stroke-width: 2;
    stroke-dasharray: 2 4;
    stroke-linecap: round;
  }
  .price {
    stroke: var(--amps-dim);
    stroke-width: 1;
  }
  .sun {
    fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 18%, transparent) !important;
  }
  .scale {
    position: absolute;
    left: 4px;
    font-size: 10px;
    line-height: 14px;
    color: var(--amps-dim);
    pointer-events: none;
  }
  .power {
    height: 34px;
    margin-top: 4px;
  }
  .bar {
    fill: var(--tint);
  }
  .hours {
    position: relative;
    height: 18px;
    font-size: 11px;
    line-height: 18px;
    color: var(--amps-dim);
  }
  .hours span {
    position: absolute;
    padding-left: 4px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .midnight {
    position: absolute;
    top: 4px;
    bottom: 0;
    border-left: 1px solid var(--amps-line);
    pointer-events: none;
  }
  .now {
    position: absolute;
    top: 20px;
    bottom: 18px;
    z-index: 2;
    width: 2px;
    margin-left: -1px;
    border-radius: 1px;
    background: var(--amps-text);
    pointer-events: none;
  }
  .now::before {
    content: "";
    position: absolute;
    top: -3px;
    left: -3px;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--amps-text);
  }
  .bubble {
    position: absolute;
    top: 62px;
    z-index: 4;
    padding: 4px 10px;
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--amps-text);
    color: var(--amps-ground);
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
    transform: translateX(-50%);
    pointer-events: none;
  }
`;var me=30*6e4;function dr(i){let t=i.map(()=>({row:0,of:1}));return i.forEach((e,n)=>{for(let r=0;r<n;r++){let s=i[r],o=t[n],l=t[r];!s||!o||!l||s.start<e.end&&e.start<s.end&&(o.of=l.of=2,o.row=1-l.row)}}),t}var fe=class extends _{constructor(){super(...arguments);this.mover=new It(this);this.scrolled=!1}static{this.properties={words:{attribute:!1},plan:{attribute:!1},name:{},level:{attribute:!1},power:{attribute:!1},span:{attribute:!1},now:{type:Number},showPower:{type:Boolean},compact:{type:Boolean,reflect:!0}}}static{this.styles=[I,vn]}get width(){return this.renderRoot.querySelector(".plot")?.clientWidth??1}move(e){S(this,"amps-move",e)}settled(){this.mover.settled()}updated(e){if(!this.scrolled&&this.plan.windows){this.scrolled=!0;let n=this.renderRoot.querySelector(".scroller"),r=x(this.now,this.span)/100;n&&(n.scrollLeft=this.width*r-n.clientWidth*.3)}if(e.has("plan")&&this.mover.current){let{window:n,start:r}=this.mover.current,s=this.plan.windows?.find(o=>o.uid===n.uid);s&&b(s)===r&&this.mover.settled()}}render(){let{span:e,now:n,words:r}=this,s=oe(e,r.zone),o=Dt(e,r.zone,s.length<=3?6:12),l=a=>`${x(a,e)}%`;return p`<div class="scroller">
      <div class="plot" dir="ltr" style=${j({"--days":String(s.length)})}>
        <div class="days" aria-hidden="true">
          ${s.map(a=>p`<span
              class=${he({today:n>=a.start&&n<a.end})}
              style=${j({left:l(a.start),right:`${100-x(a.end,e)}%`})}
              ><bdi>${gt(r.day(a.start,n))}</bdi></span
            >`)}
        </div>
        ${this.lane()}
        <div class="chart" @click=${this.planAt}>
          ${mn(this.plan,this.level,e,n)}
          <span class="scale" style="top: 0" aria-hidden="true">${r.percent(100)}</span>
          <span class="scale" style="top: 50%" aria-hidden="true">${r.percent(50)}</span>
        </div>
        ${this.showPower?p`<div class="power">${fn(this.power,e,n)}</div>`:h}
        <div class="hours" aria-hidden="true">
          ${o.map(a=>p`<span style=${j({left:l(a)})}>${r.hour(a)}</span>`)}
        </div>
        ${s.slice(1).map(a=>p`<div class="midnight" style=${j({left:l(a.start)})}></div>`)}
        <div class="now" style=${j({left:l(n)})} aria-hidden="true"></div>
        ${this.moving()}
      </div>
    </div>`}lane(){let e=(this.plan.windows??[]).filter(r=>g(r)>this.span.start&&b(r)<this.span.end),n=dr(e.map(r=>this.mover.shown(r)));return p`<div
      class="lane"
      role="list"
      aria-label=${this.words.say("windows_of",{battery:this.name})}
      @click=${this.planAt}
    >
      ${rt(e,G,(r,s)=>this.block(r,n[s]))}
    </div>`}block(e,n){let{words:r,span:s,now:o}=this,l=C(e,this.plan.enabled??!0),{start:a,end:d}=this.mover.shown(e),u=Z(e,o),c=x(a,s),f=n?.of===2?50:100,m=e.target===null?"":r.percent(e.target),v=[r.title(e),r.span(a,d,o),r.status(l),e.reason?r.reason(e.reason):"",u?r.say("move_hint"):""];return p`<div
      role="listitem"
      class="slot"
      style=${j({left:`${c}%`,width:`${x(d,s)-c}%`,top:`${n?.of===2?n.row*50:0}%`,height:`${f}%`})}
    >
      <button
        type="button"
        class=${he({block:!0,[W(e.command)]:!0,[l]:!0,movable:u,moving:this.mover.isMoving(e)})}
        aria-label=${v.filter(Boolean).join(", ")}
        title=${`${r.title(e)} · ${r.span(a,d,o)} · ${r.status(l)}`}
        @click=${w=>this.open(w,e)}
        @pointerdown=${w=>this.mover.press(w,e)}
        @keydown=${w=>this.mover.key(w,e)}
        @blur=${()=>this.mover.blur()}
      >
        ${u?p`<span class="grip start" data-part="start"></span
                ><span class="grip end" data-part="end"></span>`:h}
        <ha-icon .icon=${H[l]}></ha-icon>
        <ha-icon class="what" .icon=${O[e.command??"idle"]}></ha-icon>
        <span class="label">${m}</span>
      </button>
    </div>`}moving(){let e=this.mover.current,n=e?this.words.span(e.start,e.end,this.now):"";return p`<div class="hidden" role="status">${n}</div>
      ${e?p`<div
              class="bubble"
              aria-hidden="true"
              style=${j({left:`${x((e.start+e.end)/2,this.span)}%`})}
            >
              ${n}
            </div>`:h}`}open(e,n){e.stopPropagation(),!this.mover.swallowsClick()&&S(this,"amps-open",{window:n})}planAt(e){let{left:n,width:r}=e.currentTarget.getBoundingClientRect(),s=Je((e.clientX-n)/r,this.span);if(s<this.now-me)return;let o=it(Math.max(s-me/2,this.now),me);S(this,"amps-plan",{start:o})}};customElements.define("amps-timeline",fe);var cr=y`
  dialog {
    width: min(480px, 100vw - 32px);
    max-width: none;
    max-height: min(760px, 100dvh - 48px);
    padding: 0;
    overflow: hidden;
    border: none;
    border-radius: var(--ha-border-radius-3xl, 24px);
    background: var(--ha-dialog-surface-background, var(--amps-ground));
    color: var(--amps-text);
    box-shadow: 0 12px 40px rgba(0, 0, 0, 0.35);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.4);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 16px 12px 8px 24px;
    padding-inline: 24px 12px;
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
  }
  .body {
    flex: 1;
    overflow-y: auto;
    padding: 4px 24px 16px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    padding: 12px 24px 20px;
  }
  .alert {
    display: flex;
    gap: 8px;
    margin: 12px 0 0;
    padding: 10px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
  }
  .alert.note {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent);
  }
  .alert.calm {
    background: color-mix(in srgb, var(--amps-text) 6%, transparent);
  }
  .alert ha-icon {
    --mdc-icon-size: 20px;
  }
  @media (max-width: 560px) {
    dialog {
      width: 100vw;
      margin: auto 0 0;
      max-height: 92dvh;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    .body {
      padding: 4px 16px 12px;
    }
    header {
      padding-inline: 16px 8px;
    }
    footer {
      padding: 12px 16px calc(16px + env(safe-area-inset-bottom));
    }
  }
`,P=class extends _{static{this.styles=[I,ot,cr]}firstUpdated(){this.dialog?.showModal()}get dialog(){return this.renderRoot.querySelector("dialog")}close(){this.dialog?.close()}frame(t,e,n){return p`<dialog
      aria-labelledby="heading"
      @close=${()=>S(this,"amps-closed")}
      @click=${r=>{r.target===r.currentTarget&&this.close()}}
    >
      <header>
        <h2 id="heading">${t}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label=${this.words.say("close")}
          @click=${()=>this.close()}
        >
          <ha-icon icon="mdi:close"></ha-icon>
        </button>
      </header>
      <div class="body">${e}</div>
      <footer>${n}</footer>
    </dialog>`}alert(t,e="error"){return p`<p class="alert ${e}" role=${e==="calm"?"status":"alert"}>
      <ha-icon .icon=${{error:"mdi:alert-circle",note:"mdi:alert",calm:"mdi:information"}[e]}></ha-icon><span>${t}</span>
    </p>`}};var jt=["MO","TU","WE","TH","FR","SA","SU"];function yn(i){return i.size?i.size===jt.length?"FREQ=DAILY":`FREQ=WEEKLY;BYDAY=${jt.filter((e,n)=>i.has(n)).join(",")}`:null}function Bt(i,t){if(!i)return new Set;let e=new Map(i.split(";").map(o=>o.split("="))),n=e.get("FREQ"),r=e.get("BYDAY");if(e.delete("FREQ"),e.delete("BYDAY"),e.delete("WKST"),e.get("INTERVAL")==="1"&&e.delete("INTERVAL"),e.size)return;if(n==="DAILY"&&!r)return new Set(jt.keys());if(n!=="WEEKLY")return;if(!r)return new Set([t]);let s=r.split(",").map(o=>jt.indexOf(o));return s.includes(-1)?void 0:new Set(s)}function xn(i,t){if(!i.size)return 0;let e=[...i].map(n=>(n-t+7)%7);return Math.min(...e)}var ge=class extends P{static{this.properties={words:{attribute:!1},window:{attribute:!1},plan:{attribute:!1},actions:{attribute:!1},now:{type:Number},asks:{state:!0},busy:{state:!0}}}static{this.styles=[...P.styles,y`
      .state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 4px 12px 4px 8px;
        padding-inline: 8px 12px;
        border-radius: 14px;
        background: color-mix(in srgb, var(--tint) 26%, transparent);
        font-weight: var(--ha-font-weight-medium, 500);
        --mdc-icon-size: 18px;
      }
      .state.failed,
      .state.missed {
        --tint: var(--error-color, #db4437);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 16px;
        margin: 16px 0 0;
      }
      dt {
        color: var(--amps-dim);
      }
      dd {
        margin: 0;
        text-align: end;
      }
      .what {
        color: var(--tint);
        --mdc-icon-size: 28px;
      }
    `]}render(){let{window:t,words:e,now:n}=this,r=C(t,this.plan.enabled??!0),s=W(t.command),o=e.span(b(t),t.end?g(t):null,n);return this.frame(e.title(t),p`<span class="state ${s} ${r}"
          ><ha-icon .icon=${H[r]}></ha-icon>${e.status(r)}</span
        >
        <dl>
          ${this.row("when",o)}
          ${this.row("lasts",t.end?e.duration(g(t)-b(t)):"")}
          ${this.row("repeats",this.repeats())}
          ${this.row("power",t.power===null?"":e.power(t.power))}
          ${this.row("reserve",t.reserve===null?"":e.percent(t.reserve))}
          ${this.row("made_by",e.origin(t.origin))}
          ${this.row("why",t.why??"")}
          ${this.row("money",t.money??"")}
          ${this.row("reason",this.reason())}
          ${this.row("level_then",t.level===null?"":e.percent(t.level))}
        </dl>
        ${this.note()}`,this.busy?h:this.asks?this.ranges():this.choices())}row(t,e){return e?p`<dt>${this.words.say(t)}</dt>
      <dd>${e}</dd>`:h}reason(){let t=this.window.reason??this.window.absence;return t?this.words.reason(t):""}repeats(){let{window:t,words:e}=this;if(!t.repeat)return"";let n=ft(A(b(t),e.zone)),r=Bt(t.repeat,n);return r?r.size===7?e.say("daily"):[...r].sort().map(o=>e.weekday(o,"short")).join(", "):e.say("repeats_otherwise")}note(){let{window:t,words:e}=this;return t.state==="sent"?this.alert(e.say("held_by_amps"),"calm"):t.state!=="planned"||!Pt(t)?h:this.plan.enabled===!1?this.alert(e.say("paused"),"note"):this.alert(e.say("held_here"),"calm")}choices(){let{window:t,words:e,now:n}=this;if(Xe(t,n))return this.button("bring_back","mdi:restore","main",()=>this.act(()=>this.actions.restore(t)));if(t.state==="active"&&this.plan.entities?.stop)return this.button("stop","mdi:stop","main",()=>this.act(()=>this.actions.stop(this.plan)));if(!Pt(t))return p`<button type="button" class="button" @click=${()=>this.close()}>
        ${e.say("close")}
      </button>`;let r=t.repeat?p`${this.button("delete","mdi:delete","plain",()=>{this.asks=!0})}
        ${this.button("skip","mdi:skip-next","",()=>this.cancel("this"))}`:this.button("delete","mdi:delete","plain",()=>this.cancel("all")),s=Z(t,n)?this.button("change",O[t.command??"charge"],"main",()=>{this.close(),S(this,"amps-change",{window:t})}):h;return p`${r}${s}`}ranges(){return p`${this.button("delete_future","mdi:skip-forward","danger",()=>this.cancel("this_and_future"))}
    ${this.button("delete_all","mdi:delete","danger",()=>this.cancel("all"))}`}button(t,e,n,r){return p`<button type="button" class="button ${n}" @click=${r}>
      <ha-icon .icon=${e}></ha-icon>${this.words.say(t)}
    </button>`}cancel(t){this.act(()=>this.actions.cancel(this.window,t))}act(t){this.busy=!0,this.actions.attempt(t).then(e=>{this.busy=!1,e&&this.close()})}};customElements.define("amps-window-dialog",ge);function B(i,t){return i.commands?.find(e=>e.command===t)}function Ft(i,t,e,n,r){let{level:s,capacity:o}=i;if(s==null||!o)return;let l=t==="charge"?1:t==="discharge"?-1:0,d=((e??(l>0?100:0))-s)*l;if(!l||d<=0)return;let u=n??B(i,t)?.parameters.power?.max,c=d/100*o,f=u&&u<100?u:void 0,m=f?c/f*36e5:void 0,v=m?Math.min(1,r/m):1;return{energy:c,lasts:m,level:s+d*v*l}}var pr=[0,1,2,3,4,5,6],hr={"charge.target":"charge_target","discharge.target":"discharge_target"},be=class extends P{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},draft:{attribute:!1},window:{attribute:!1},actions:{attribute:!1},now:{type:Number},date:{state:!0},from:{state:!0},until:{state:!0},days:{state:!0},range:{state:!0},error:{state:!0},clashes:{state:!0},busy:{state:!0}}}static{this.styles=[...P.styles,y`
      fieldset {
        margin: 0 0 16px;
        padding: 0;
        border: none;
      }
      legend,
      .name {
        padding: 0;
        margin-bottom: 6px;
        color: var(--amps-dim);
        font-size: var(--ha-font-size-s, 12px);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        margin-bottom: 16px;
      }
      label.field {
        flex: 1 1 120px;
        min-width: 0;
      }
      .field .name {
        display: block;
      }
      input[type="date"],
      input[type="time"],
      input[type="number"] {
        width: 100%;
        min-height: 44px;
        padding: 0 12px;
        border: 1px solid var(--amps-line);
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--amps-text) 4%, transparent);
        color-scheme: var(--amps-scheme, light);
      }
      .slider {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 44px;
      }
      input[type="range"] {
        flex: 1;
        min-width: 0;
        accent-color: var(--tint, var(--primary-color));
      }
      output {
        min-width: 52px;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
        text-align: end;
      }
      .toggle {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .toggle input {
        width: 20px;
        height: 20px;
        accent-color: var(--primary-color);
      }
      .day {
        padding: 0 8px;
        min-width: 40px;
        flex: 1;
      }
      .days {
        flex-wrap: nowrap;
        gap: 4px;
      }
      .preview {
        min-height: 44px;
        margin: 0;
      }
    `]}connectedCallback(){super.connectedCallback();let{zone:t}=this.words,e=A(this.draft.start,t);this.date=Ge(e),this.from=ie(e),this.until=ie(A(this.draft.end,t)),this.days=Bt(this.draft.repeat,ft(e)),this.range="this"}render(){let{words:t,window:e}=this,n=e?t.say("change_heading",{battery:this.battery}):t.say("plan_heading",{battery:this.battery});return this.frame(n,p`<form
        id="form"
        class=${W(this.draft.command)}
        @submit=${r=>{r.preventDefault(),this.save(!1)}}
      >
        ${this.commands()} ${this.parameters()} ${this.times()}
        ${e?.repeat?this.which():h}
        ${e?.repeat&&this.range==="this"?h:this.weekdays()}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error?this.alert(this.error):h}
      </form>`,p`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${t.say("cancel")}
        </button>
        ${this.clashes&&!e?p`<button
                type="button"
                class="button danger"
                ?disabled=${this.busy}
                @click=${()=>{this.save(!0)}}
              >
                ${t.say("replace")}
              </button>`:h}
        <button type="submit" form="form" class="button main" ?disabled=${this.busy}>
          ${t.say(e?"save":"plan_it")}
        </button>`)}commands(){let t=(this.plan.commands??[]).filter(e=>e.plannable);return p`<fieldset>
      <legend>${this.words.say("what")}</legend>
      <div class="chips">
        ${t.map(({command:e})=>p`<button
            type="button"
            class="chip ${W(e)}"
            aria-pressed=${this.draft.command===e}
            @click=${()=>this.take(e)}
          >
            <ha-icon .icon=${O[e]}></ha-icon>${this.words.command(e)}
          </button>`)}
      </div>
    </fieldset>`}take(t){let e=B(this.plan,t)?.parameters,n=hr[`${t}.target`],r=e?.target?this.plan.defaults?.[n??""]??null:null;this.draft={...this.draft,command:t,target:r,power:null,reserve:null}}parameters(){let t=B(this.plan,this.draft.command)?.parameters??{};return p`${t.target?this.slider("target",t.target,5):h}
    ${t.power?this.slider("power",t.power,.1):h}
    ${t.reserve&&this.draft.command==="auto_reserve"?this.slider("reserve",t.reserve,5):h}`}slider(t,{min:e,max:n},r){let{words:s}=this,o=this.draft[t],l=t==="target"&&this.draft.command==="discharge"?e:n,a=c=>t==="power"?s.power(c):s.percent(c),d=c=>{this.draft={...this.draft,[t]:c}},u=s.say(`form_${t}`);return p`<fieldset>
      <label class="toggle">
        <input
          type="checkbox"
          .checked=${o!==null}
          @change=${c=>d(c.target.checked?o??l:null)}
        />
        <span>${u}</span>
      </label>
      ${o===null?h:p`<div class="slider">
              <input
                type="range"
                aria-label=${u}
                min=${e}
                max=${n}
                step=${r}
                .value=${String(o)}
                aria-valuetext=${a(o)}
                @input=${c=>d(Number(c.target.value))}
              />
              <output>${a(o)}</output>
            </div>`}
    </fieldset>`}times(){let{words:t}=this,e=(n,r,s)=>p`<label class="field">
        <span class="name">${s}</span>
        <input
          type=${r}
          required
          .value=${this[n]}
          @change=${o=>{this[n]=o.target.value}}
        />
      </label>`;return p`<div class="row">
      ${e("date","date",t.say("date"))}
      ${e("from","time",t.say("from"))}
      ${e("until","time",t.say("until"))}
    </div>`}which(){let t=["this","this_and_future","all"];return p`<fieldset>
      <legend>${this.words.say("which")}</legend>
      <div class="chips">
        ${t.map(e=>p`<button
            type="button"
            class="chip"
            aria-pressed=${this.range===e}
            @click=${()=>{this.range=e}}
          >
            ${this.words.say(`which_${e}`)}
          </button>`)}
      </div>
    </fieldset>`}weekdays(){let{words:t,days:e}=this;if(!e)return p`<p class="name">${t.say("repeats_otherwise")}</p>`;let n=r=>{let s=new Set(e);s.delete(r)||s.add(r),this.days=s};return p`<fieldset>
      <legend>${t.say("repeats_on")}</legend>
      <div class="chips days">
        ${pr.map(r=>p`<button
            type="button"
            class="chip day"
            aria-pressed=${e.has(r)}
            aria-label=${t.weekday(r,"long")}
            @click=${()=>n(r)}
          >
            ${t.weekday(r,"short")}
          </button>`)}
      </div>
    </fieldset>`}preview(){let{words:t}=this,e=this.filled();if(!e)return this.alert(t.say("no_time"),"note");let n=e.end-e.start,r=t.span(e.start,e.end,this.now),s=[`${t.title(e)}: ${r}, ${t.duration(n)}`],o=Ft(this.plan,e.command,e.target,e.power,n),l=o?.lasts!==void 0&&o.lasts>n;if(o&&e.target!==null){let a=t.energy(o.energy),d=t.percent(o.level),u={energy:a,level:d,now:t.percent(this.plan.level??0)};s.push(t.say(l?"preview_short":"preview_needs",u))}return this.alert(s.join(". "),l?"note":"calm")}filled(){let{zone:t}=this.words,e=se(this.date,this.from),n=se(this.date,this.until);if(!e||!n)return;let r=this.until<=this.from?1:0,s=!this.window?.repeat||this.range!=="this",o=s&&this.days?xn(this.days,ft(e)):0;e=z(e,o);let l=z(n,o+r),a=this.days?yn(this.days):this.window?.repeat??null;return{...this.draft,start:M(e,t),end:M(l,t),repeat:s?a:null}}async save(t){let e=this.filled();if(!(!e||this.busy)){this.busy=!0,this.error=void 0;try{this.window?await this.actions.edit(this.window,e,this.range):await this.actions.schedule(this.deviceId,e,t),this.close()}catch(n){this.clashes=n.translation_key==="window_clash",this.error=await this.words.failure(this.hass,n)}finally{this.busy=!1}}}};customElements.define("amps-plan-dialog",be);var Kt=6e4,ur=[30,60,120],ve=720,mr=1.5,ye=class extends P{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},actions:{attribute:!1},now:{type:Number},command:{state:!0},minutes:{state:!0},level:{state:!0},error:{state:!0},busy:{state:!0}}}static{this.styles=[...P.styles,y`
      .chips {
        margin-bottom: 16px;
      }
      .chips .chip {
        flex: 1 1 auto;
        min-height: 48px;
      }
      .slider {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 44px;
      }
      input {
        flex: 1;
        min-width: 0;
        accent-color: var(--tint);
      }
      output {
        min-width: 56px;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
        text-align: end;
      }
    `]}connectedCallback(){super.connectedCallback(),this.command=B(this.plan,"charge")?"charge":"discharge",this.minutes=60,this.level=80}render(){let{words:t,plan:e,command:n}=this,r=["charge","discharge"].filter(o=>B(e,o)),s=B(e,n)?.parameters.target;return this.frame(t.say("boost_heading",{battery:this.battery}),p`<div class=${n}>
        <div class="chips">
          ${r.map(o=>this.chip(o===n,()=>this.take(o),t.command(o),O[o],o))}
        </div>
        <div class="chips">
          ${ur.map(o=>this.chip(o===this.minutes,()=>{this.minutes=o},t.duration(o*Kt)))}
          ${s?this.chip(this.minutes===void 0,()=>{this.minutes=void 0},t.say("to_level")):h}
        </div>
        ${s&&this.minutes===void 0?this.slider(s):h}
        ${this.alert(this.promise(),"calm")}
        ${this.error?this.alert(this.error):h}
      </div>`,p`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${t.say("cancel")}
        </button>
        <button
          type="button"
          class="button main"
          ?disabled=${this.busy}
          @click=${()=>{this.start()}}
        >
          <ha-icon icon="mdi:flash"></ha-icon>${t.say("start")}
        </button>`)}chip(t,e,n,r,s=""){return p`<button
      type="button"
      class="chip ${s}"
      aria-pressed=${t}
      @click=${e}
    >
      ${r?p`<ha-icon .icon=${r}></ha-icon>`:h}${n}
    </button>`}take(t){this.command=t,this.level=t==="charge"?80:20}slider({min:t,max:e}){let n=this.words.percent(this.level);return p`<div class="slider">
      <input
        type="range"
        aria-label=${this.words.say("form_target")}
        aria-valuetext=${n}
        min=${t}
        max=${e}
        step="5"
        .value=${String(this.level)}
        @input=${r=>{this.level=Number(r.target.value)}}
      />
      <output>${n}</output>
    </div>`}wanted(){let{command:t,minutes:e,level:n}=this;if(e!==void 0)return{command:t,minutes:e,target:null};let r=Ft(this.plan,t,n,null,ve*Kt),s=r?.lasts?r.lasts/Kt*mr:ve,o=Math.min(ve,Math.max(15,Math.ceil(s/5)*5));return{command:t,minutes:o,target:n}}promise(){let{words:t}=this,{target:e,minutes:n}=this.wanted(),r=t.time(this.now+n*Kt),s=t.command(this.command);return e===null?t.say("boost_until",{command:s,until:r}):t.say("boost_level",{command:s,level:t.percent(e),until:r})}async start(){this.busy=!0,this.error=void 0;try{await this.actions.boost(this.deviceId,this.wanted()),this.close()}catch(t){this.error=await this.words.failure(this.hass,t)}finally{this.busy=!1}}};customElements.define("amps-boost-dialog",ye);var xe=36e5,fr=3e4,gr={available:!0},$e=class extends _{constructor(){super();this.feed=new st(()=>this.requestUpdate());this.records=new zt(()=>this.requestUpdate());this.now=Date.now(),this.asTable=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},now:{state:!0},opened:{state:!0},asTable:{state:!0},unfolded:{state:!0}}}static{this.styles=[I,ot,tn]}connectedCallback(){super.connectedCallback(),this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now()},fr),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.feed.stop()}shouldUpdate(e){let n=e.get("hass");return e.size>1||!e.has("hass")||!n?!0:n.locale!==this.hass.locale||n.localize!==this.hass.localize||n.devices!==this.hass.devices||n.connection!==this.hass.connection}willUpdate(){this.words?.isFor(this.hass)||(this.words=new E(this.hass),N(this.hass).then(()=>{this.words=new E(this.hass),this.requestUpdate()})),this.isConnected&&this.subscribe()}async subscribe(){let e=Ht(this.config);await this.feed.subscribe(this.hass,{type:"amps/plan/subscribe",...e.length?{device_ids:e}:{},days_back:this.config.days_back??1,days_ahead:this.config.days_ahead??1});for(let n of Object.values(this.feed.known?.batteries??{}))this.records.follow(this.hass,n)}get ids(){let e=this.feed.known?.order;if(e)return e;let n=Ht(this.config);return n.length?n:Et(this.hass).map(r=>r.id)}plan(e){return this.feed.known?.batteries[e]??gr}name(e){return X(this.hass.devices[e])||"Amps"}get span(){let{zone:e}=this.words??new E(this.hass),n={...A(this.now,e),hour:0,minute:0},r=this.config.days_back??1,s=this.config.days_ahead??1;return{start:M(z(n,-r),e),end:M(z(n,s+1),e)}}get actions(){return new Ct(this,this.hass,this.words??new E(this.hass))}render(){let{ids:e,words:n}=this;return n?p`<ha-card>
      ${this.config.title?p`<h1>${this.config.title}</h1>`:h}
      ${rt(e,r=>r,r=>this.battery(r,e.length>1,n))}
      ${e.length?h:p`<p class="empty">${n.say("no_batteries")}</p>`}
      ${this.feed.failed?p`<p class="empty">${n.say("not_allowed")}</p>`:h}
      ${this.dialog(n)}
    </ha-card>`:h}battery(e,n,r){let s=this.plan(e),o=!n||this.unfolded===e,{level:l,power:a}=this.records.of(s),d=u=>{this.opened={kind:"window",id:e,window:u}};return p`<section aria-label=${this.name(e)}>
      ${this.header(e,s,n,r)}
      <div class=${this.asTable?"hidden":"picture"}>
        <amps-timeline
          .words=${r}
          .plan=${s}
          .name=${this.name(e)}
          .level=${l}
          .power=${a}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power??!0}
          ?compact=${n}
          @amps-open=${u=>d(u.detail.window)}
          @amps-plan=${u=>this.form(e,s,u.detail.start)}
          @amps-move=${u=>this.move(u)}
        ></amps-timeline>
      </div>
      <div class=${this.asTable?"tables":"hidden"}>
        ${pn(s,l,this.span,this.now,r,d)}
      </div>
      ${this.sentences(s,r)}
      ${o&&(this.config.show_controls??!0)?this.controls(e,s,r):h}
    </section>`}header(e,n,r,s){let o=n.level??void 0;return p`<header>
      <div
        class="glyph ${(n.power??0)>.05?"up":""}"
        style="--level: ${o??0}%"
        aria-hidden="true"
      ></div>
      <div class="names">
        <h2>
          <bdi>${this.name(e)}</bdi>
          <span class="level">${o===void 0?"":s.percent(o)}</span>
        </h2>
        <p class="doing">${Ut(n,s)}</p>
      </div>
      ${this.iconButton("table_button",this.asTable?"mdi:chart-timeline":"mdi:table",()=>{this.asTable=!this.asTable},this.asTable)}
      ${this.iconButton("plan_button","mdi:plus",()=>this.form(e,n))}
      ${r?this.iconButton("controls_button",this.unfolded===e?"mdi:chevron-up":"mdi:chevron-down",()=>{this.unfolded=this.unfolded===e?void 0:e},this.unfolded===e):h}
    </header>`}iconButton(e,n,r,s){let o=this.words?.say(e)??"";return p`<button
      type="button"
      class="icon-button"
      aria-label=${o}
      title=${o}
      aria-pressed=${s??h}
      @click=${r}
    >
      <ha-icon .icon=${n}></ha-icon>
    </button>`}sentences(e,n){let r=sn(e,n,this.now),s=on(e,n,this.now);return p`<div class="sentences">
      <div class="next">
        <ha-icon .icon=${r.icon}></ha-icon>
        <p>${r.text}<span class="detail">${r.detail??""}</span></p>
        ${e.enabled===!1&&e.entities?.plan_enabled?p`<button
                type="button"
                class="button"
                @click=${()=>{this.actions.attempt(()=>this.actions.resume(e))}}
              >
                ${n.say("resume")}
              </button>`:h}
      </div>
      ${s?p`<div class="last">
              <ha-icon .icon=${s.icon}></ha-icon>
              <p>${s.text}</p>
            </div>`:h}
      ${e.problem?p`<button
              type="button"
              class="problem"
              @click=${()=>Ye("/config/repairs")}
            >
              <ha-icon icon="mdi:alert"></ha-icon><span>${n.say("problem")}</span>
            </button>`:h}
    </div>`}controls(e,n,r){let s=ce(n,this.now),o=n.commands?.some(a=>a.command==="charge"||a.command==="discharge"),l=n.commands?.map(a=>a.command)??[];return p`<div class="controls">
      <label class="mode">
        <span>${r.say("mode")}</span>
        <select
          ?disabled=${!n.entities?.operation_mode}
          @change=${a=>this.setMode(n,a.target)}
        >
          ${l.map(a=>p`<option value=${a} ?selected=${a===n.mode}>
              ${r.command(a)}
            </option>`)}
        </select>
        <ha-icon icon="mdi:menu-down"></ha-icon>
      </label>
      <button
        type="button"
        class="button"
        ?disabled=${!o}
        @click=${()=>{this.opened={kind:"boost",id:e}}}
      >
        <ha-icon icon="mdi:flash"></ha-icon>${r.say("boost")}
      </button>
      <button
        type="button"
        class="button ${s?"main":""}"
        ?disabled=${!n.entities?.stop}
        @click=${()=>{this.actions.attempt(()=>this.actions.stop(n))}}
      >
        <ha-icon icon="mdi:stop"></ha-icon>${r.say("stop")}
      </button>
    </div>`}setMode(e,n){let r=n.value;this.actions.attempt(()=>this.actions.setMode(e,r)).then(s=>{s||(n.value=e.mode??"")})}form(e,n,r){let s=n.commands?.find(c=>c.plannable)?.command;if(!s)return;let o=r??it(this.now+xe/2,xe/2),l=n.windows?.map(c=>Date.parse(c.start))??[],a=Math.min(...l.filter(c=>c>o),o+2*xe),d=n.defaults?.charge_target??null,u={command:s,start:o,end:a,target:s==="charge"?d:null,power:null,reserve:null,repeat:null};this.opened={kind:"plan",id:e,draft:u,window:void 0}}change(e,n){let{command:r,target:s,power:o,reserve:l,repeat:a}=n,d={command:r??"charge",start:Date.parse(n.start),end:Date.parse(n.end??n.start),target:s,power:o,reserve:l,repeat:a};this.opened={kind:"plan",id:e,draft:d,window:n}}async move(e){let{window:n,start:r,end:s}=e.detail,{command:o,target:l,power:a,reserve:d,repeat:u}=n,c=e.currentTarget,f={start:r,end:s,target:l,power:a,reserve:d,repeat:u};await this.actions.attempt(()=>this.actions.edit(n,{command:o??"charge",...f},"this"))||c.settled()}dialog(e){let{opened:n}=this;if(!n)return h;let r=this.plan(n.id),s=this.name(n.id),o=()=>{this.opened===n&&(this.opened=void 0)};switch(n.kind){case"window":return p`<amps-window-dialog
          .words=${e}
          .window=${n.window}
          .plan=${r}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${()=>this.change(n.id,n.window)}
        ></amps-window-dialog>`;case"plan":return p`<amps-plan-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${r}
          .deviceId=${n.id}
          .battery=${s}
          .draft=${n.draft}
          .window=${n.window}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-plan-dialog>`;case"boost":return p`<amps-boost-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${r}
          .deviceId=${n.id}
          .battery=${s}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-boost-dialog>`}}};customElements.define("amps-battery-view",$e);function $n({plan:i}){return i.problem?0:i.available===!1?1:Tt(i.last?.outcome)?2:i.linked===!1?3:4}function br(i){return[...i].sort((t,e)=>$n(t)-$n(e)||t.name.localeCompare(e.name))}var we=class extends _{constructor(){super();this.feed=new st(()=>this.requestUpdate());this.search="",this.only=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},search:{state:!0},only:{state:!0},opened:{state:!0}}}static{this.styles=[I,ot,y`
      :host {
        display: block;
      }
      ha-card {
        max-width: 1200px;
        margin: 0 auto;
        padding: 16px;
        container-type: inline-size;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-bottom: 8px;
      }
      input {
        flex: 1 1 160px;
        min-width: 0;
        min-height: 44px;
        padding: 0 16px;
        border: 1px solid var(--amps-line);
        border-radius: 22px;
        background: none;
      }
      .count {
        color: var(--amps-dim);
      }
      [role="row"] {
        display: grid;
        grid-template-columns:
          minmax(120px, 1.6fr) 64px minmax(110px, 1.2fr) minmax(140px, 2fr)
          minmax(120px, 1.6fr);
        align-items: center;
        gap: 12px;
        width: 100%;
        min-height: 52px;
        padding: 6px 8px;
        border: none;
        border-top: 1px solid var(--amps-line);
        background: none;
        text-align: start;
        content-visibility: auto;
        contain-intrinsic-height: auto 52px;
      }
      .line:hover {
        background: color-mix(in srgb, var(--amps-text) 5%, transparent);
      }
      .head {
        min-height: 32px;
        border: none;
        color: var(--amps-dim);
        font-size: var(--ha-font-size-s, 12px);
      }
      .name {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .name ha-icon {
        --mdc-icon-size: 20px;
        color: var(--warning-color, #ffa600);
      }
      .name bdi {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .level {
        font-variant-numeric: tabular-nums;
      }
      .level::after {
        content: "";
        display: block;
        height: 4px;
        border-radius: 2px;
        background: linear-gradient(
          to right,
          var(--primary-color) var(--level),
          var(--amps-line) var(--level)
        );
      }
      .result {
        display: flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 18px;
      }
      .dim {
        color: var(--amps-dim);
      }
      @container (max-width: 700px) {
        .head {
          display: none;
        }
        [role="row"] {
          grid-template-columns: 1fr auto;
          gap: 2px 12px;
          contain-intrinsic-height: auto 112px;
        }
        .wide {
          grid-column: 1 / -1;
          font-size: var(--ha-font-size-s, 12px);
        }
      }
      dialog {
        width: min(640px, 100vw);
        max-width: none;
        max-height: 100dvh;
        padding: 0;
        border: none;
        border-radius: var(--ha-border-radius-3xl, 24px);
        background: var(--amps-ground);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.4);
      }
      dialog .icon-button {
        margin: 4px;
      }
    `]}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.feed.stop()}willUpdate(){this.words?.isFor(this.hass)||(this.words=new E(this.hass),N(this.hass).then(()=>{this.words=new E(this.hass),this.requestUpdate()})),this.isConnected&&this.feed.subscribe(this.hass,{type:"amps/fleet/subscribe"})}updated(){let e=this.renderRoot.querySelector("dialog");e&&!e.open&&e.showModal()}render(){let{words:e}=this;if(!e)return h;let n=this.feed.known,r=(n?.order??[]).map(d=>({id:d,name:X(this.hass.devices[d])||d,plan:n?.batteries[d]??{available:!1}})),s=r.filter(d=>Lt(d.plan)).length,o=this.search.toLocaleLowerCase(),l=br(r).filter(d=>d.name.toLocaleLowerCase().includes(o)&&(!this.only||Lt(d.plan))),a=["battery","level","does","next_column","last_column"];return p`<ha-card>
      <div class="bar">
        <input
          type="search"
          aria-label=${e.say("search")}
          placeholder=${e.say("search")}
          @input=${d=>{this.search=d.target.value}}
        />
        <button
          type="button"
          class="chip"
          aria-pressed=${this.only}
          @click=${()=>{this.only=!this.only}}
        >
          <ha-icon icon="mdi:alert"></ha-icon>${e.say("needing",{count:s})}
        </button>
        <span class="count" role="status"
          >${e.say("counted",{shown:l.length,all:r.length})}</span
        >
      </div>
      <div role="table" aria-label=${e.say("fleet")}>
        <div role="row" class="head">
          ${a.map(d=>p`<span role="columnheader">${e.say(d)}</span>`)}
        </div>
        ${rt(l,d=>d.id,d=>this.row(d,e))}
      </div>
      ${this.dialog(e)}
    </ha-card>`}row({id:e,name:n,plan:r},s){let o=Date.now(),{next:l,last:a}=r,d=l&&g(l)>o;return p`<div role="row" class="line" @click=${()=>this.show(e)}>
      <span role="cell" class="name">
        ${Lt(r)?p`<ha-icon icon="mdi:alert"></ha-icon
                ><span class="hidden">${s.say("problem")}</span>`:h}
        <button type="button" class="link" @click=${()=>this.show(e)}>
          <bdi>${n}</bdi>
        </button>
      </span>
      <span role="cell" class="level" style="--level: ${r.level??0}%"
        >${r.level==null?"–":s.percent(r.level)}</span
      >
      <span role="cell" class="wide">${r.available===!1?s.say("away"):Ut(r,s)}</span>
      <span role="cell" class="wide"
        >${d?`${s.title(l)}, ${s.span(b(l),l.end?g(l):null,o)}`:p`<span class="dim">${s.say("nothing_planned")}</span>`}</span
      >
      <span role="cell" class="wide result"
        >${a?.outcome?p`<ha-icon .icon=${H[a.outcome]}></ha-icon
                ><span
                  >${s.status(a.outcome)}${a.reason?`: ${s.reason(a.reason)}`:""}</span
                >`:p`<span class="dim">–</span>`}</span
      >
    </div>`}show(e){this.opened=e}dialog(e){let{opened:n}=this;return n?p`<dialog
      aria-label=${X(this.hass.devices[n])}
      @close=${r=>{r.target===r.currentTarget&&(this.opened=void 0)}}
    >
      <button
        type="button"
        class="icon-button"
        aria-label=${e.say("close")}
        @click=${()=>this.renderRoot.querySelector("dialog")?.close()}
      >
        <ha-icon icon="mdi:close"></ha-icon>
      </button>
      <amps-battery-view
        .hass=${this.hass}
        .config=${{type:"custom:amps-battery-card",device_id:[n]}}
      ></amps-battery-view>
    </dialog>`:h}};customElements.define("amps-fleet-view",we);async function vr(i){await N(i).catch(()=>{});let t=new E(i),e=Et(i).map(s=>s.id),n={title:t.say("view_cards"),path:"batteries",icon:"mdi:home-battery",type:"sections",max_columns:e.length>1?3:2,sections:(e.length?e:[void 0]).map(s=>({type:"grid",column_span:e.length>1?1:2,cards:[{type:"custom:amps-battery-card",...s?{device_id:[s]}:{},grid_options:{columns:"full"}}]}))},r={title:t.say("view_list"),path:"list",icon:"mdi:format-list-bulleted",type:"panel",cards:[{type:"custom:amps-fleet-card"}]};return e.length>Wt?{title:"Amps",views:[r]}:{title:"Amps",views:e.length>1?[n,r]:[n]}}export{rn as check,jn as configForm,vr as dashboard};
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
lit-html/directive.js:
lit-html/directives/repeat.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directive-helpers.js:
  (**
   * @license
   * Copyright 2020 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directives/class-map.js:
lit-html/directives/style-map.js:
  (**
   * @license
   * Copyright 2018 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
