var vt=globalThis,yt=vt.ShadowRoot&&(vt.ShadyCSS===void 0||vt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,te=Symbol(),Pe=new WeakMap,lt=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==te)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(yt&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=Pe.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&Pe.set(e,t))}return t}toString(){return this.cssText}},Te=r=>new lt(typeof r=="string"?r:r+"",void 0,te),y=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,i,s)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+r[s+1],r[0]);return new lt(e,r,te)},Ce=(r,t)=>{if(yt)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),i=vt.litNonce;i!==void 0&&n.setAttribute("nonce",i),n.textContent=e.cssText,r.appendChild(n)}},ee=yt?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Te(e)})(r):r;var{is:Dn,defineProperty:Hn,getOwnPropertyDescriptor:zn,getOwnPropertyNames:Ln,getOwnPropertySymbols:Un,getPrototypeOf:Nn}=Object,xt=globalThis,Oe=xt.trustedTypes,In=Oe?Oe.emptyScript:"",Bn=xt.reactiveElementPolyfillSupport,dt=(r,t)=>r,ne={toAttribute(r,t){switch(t){case Boolean:r=r?In:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},Re=(r,t)=>!Dn(r,t),Me={attribute:!0,type:String,converter:ne,reflect:!1,useDefault:!1,hasChanged:Re};Symbol.metadata??=Symbol("metadata"),xt.litPropertyMetadata??=new WeakMap;var D=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Me){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),i=this.getPropertyDescriptor(t,n,e);i!==void 0&&Hn(this.prototype,t,i)}}static getPropertyDescriptor(t,e,n){let{get:i,set:s}=zn(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:i,set(o){let l=i?.call(this);s?.call(this,o),this.requestUpdate(t,l,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Me}static _$Ei(){if(this.hasOwnProperty(dt("elementProperties")))return;let t=Nn(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(dt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(dt("properties"))){let e=this.properties,n=[...Ln(e),...Un(e)];for(let i of n)this.createProperty(i,e[i])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,i]of e)this.elementProperties.set(n,i)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let i=this._$Eu(e,n);i!==void 0&&this._$Eh.set(i,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let i of n)e.unshift(ee(i))}else t!==void 0&&e.push(ee(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ce(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),i=this.constructor._$Eu(t,n);if(i!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:ne).toAttribute(e,n.type);this._$Em=t,s==null?this.removeAttribute(i):this.setAttribute(i,s),this._$Em=null}}_$AK(t,e){let n=this.constructor,i=n._$Eh.get(t);if(i!==void 0&&this._$Em!==i){let s=n.getPropertyOptions(i),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:ne;this._$Em=i;let l=o.fromAttribute(e,s.type);this[i]=l??this._$Ej?.get(i)??l,this._$Em=null}}requestUpdate(t,e,n,i=!1,s){if(t!==void 0){let o=this.constructor;if(i===!1&&(s=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??Re)(s,e)||n.useDefault&&n.reflect&&s===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:i,wrapped:s},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),s!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),i===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,s]of this._$Ep)this[i]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[i,s]of n){let{wrapped:o}=s,l=this[i];o!==!0||this._$AL.has(i)||l===void 0||this.C(i,void 0,s,l)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};D.elementStyles=[],D.shadowRootOptions={mode:"open"},D[dt("elementProperties")]=new Map,D[dt("finalized")]=new Map,Bn?.({ReactiveElement:D}),(xt.reactiveElementVersions??=[]).push("2.1.2");var ie=globalThis,We=r=>r,$t=ie.trustedTypes,De=$t?$t.createPolicy("lit-html",{createHTML:r=>r}):void 0,se="$lit$",H=`lit$${Math.random().toFixed(9).slice(2)}$`,oe="?"+H,jn=`<${oe}>`,K=document,pt=()=>K.createComment(""),ht=r=>r===null||typeof r!="object"&&typeof r!="function",ae=Array.isArray,Ie=r=>ae(r)||typeof r?.[Symbol.iterator]=="function",re=`[ 	
\f\r]`,ct=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,He=/-->/g,ze=/>/g,F=RegExp(`>|${re}(?:([^\\s"'>=/]+)(${re}*=${re}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Le=/'/g,Ue=/"/g,Be=/^(?:script|style|textarea|title)$/i,le=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),c=le(1),O=le(2),Nr=le(3),A=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),Ne=new WeakMap,q=K.createTreeWalker(K,129);function je(r,t){if(!ae(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return De!==void 0?De.createHTML(t):t}var Fe=(r,t)=>{let e=r.length-1,n=[],i,s=t===2?"<svg>":t===3?"<math>":"",o=ct;for(let l=0;l<e;l++){let a=r[l],d,u,p=-1,f=0;for(;f<a.length&&(o.lastIndex=f,u=o.exec(a),u!==null);)f=o.lastIndex,o===ct?u[1]==="!--"?o=He:u[1]!==void 0?o=ze:u[2]!==void 0?(Be.test(u[2])&&(i=RegExp("</"+u[2],"g")),o=F):u[3]!==void 0&&(o=F):o===F?u[0]===">"?(o=i??ct,p=-1):u[1]===void 0?p=-2:(p=o.lastIndex-u[2].length,d=u[1],o=u[3]===void 0?F:u[3]==='"'?Ue:Le):o===Ue||o===Le?o=F:o===He||o===ze?o=ct:(o=F,i=void 0);let m=o===F&&r[l+1].startsWith("/>")?" ":"";s+=o===ct?a+jn:p>=0?(n.push(d),a.slice(0,p)+se+a.slice(p)+H+m):a+H+(p===-2?l:m)}return[je(r,s+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},ut=class r{constructor({strings:t,_$litType$:e},n){let i;this.parts=[];let s=0,o=0,l=t.length-1,a=this.parts,[d,u]=Fe(t,e);if(this.el=r.createElement(d,n),q.currentNode=this.el.content,e===2||e===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(i=q.nextNode())!==null&&a.length<l;){if(i.nodeType===1){if(i.hasAttributes())for(let p of i.getAttributeNames())if(p.endsWith(se)){let f=u[o++],m=i.getAttribute(p).split(H),v=/([.?@])?(.*)/.exec(f);a.push({type:1,index:s,name:v[2],strings:m,ctor:v[1]==="."?_t:v[1]==="?"?kt:v[1]==="@"?At:Y}),i.removeAttribute(p)}else p.startsWith(H)&&(a.push({type:6,index:s}),i.removeAttribute(p));if(Be.test(i.tagName)){let p=i.textContent.split(H),f=p.length-1;if(f>0){i.textContent=$t?$t.emptyScript:"";for(let m=0;m<f;m++)i.append(p[m],pt()),q.nextNode(),a.push({type:2,index:++s});i.append(p[f],pt())}}}else if(i.nodeType===8)if(i.data===oe)a.push({type:2,index:s});else{let p=-1;for(;(p=i.data.indexOf(H,p+1))!==-1;)a.push({type:7,index:s}),p+=H.length-1}s++}}static createElement(t,e){let n=K.createElement("template");return n.innerHTML=t,n}};function V(r,t,e=r,n){if(t===A)return t;let i=n!==void 0?e._$Co?.[n]:e._$Cl,s=ht(t)?void 0:t._$litDirective$;return i?.constructor!==s&&(i?._$AO?.(!1),s===void 0?i=void 0:(i=new s(r),i._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=i:e._$Cl=i),i!==void 0&&(t=V(r,i._$AS(r,t.values),i,n)),t}var wt=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,i=(t?.creationScope??K).importNode(e,!0);q.currentNode=i;let s=q.nextNode(),o=0,l=0,a=n[0];for(;a!==void 0;){if(o===a.index){let d;a.type===2?d=new tt(s,s.nextSibling,this,t):a.type===1?d=new a.ctor(s,a.name,a.strings,this,t):a.type===6&&(d=new St(s,this,t)),this._$AV.push(d),a=n[++l]}o!==a?.index&&(s=q.nextNode(),o++)}return q.currentNode=K,i}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},tt=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,i){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=V(this,t,e),ht(t)?t===h||t==null||t===""?(this._$AH!==h&&this._$AR(),this._$AH=h):t!==this._$AH&&t!==A&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Ie(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==h&&ht(this._$AH)?this._$AA.nextSibling.data=t:this.T(K.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,i=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=ut.createElement(je(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===i)this._$AH.p(e);else{let s=new wt(i,this),o=s.u(this.options);s.p(e),this.T(o),this._$AH=s}}_$AC(t){let e=Ne.get(t.strings);return e===void 0&&Ne.set(t.strings,e=new ut(t)),e}k(t){ae(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,i=0;for(let s of t)i===e.length?e.push(n=new r(this.O(pt()),this.O(pt()),this,this.options)):n=e[i],n._$AI(s),i++;i<e.length&&(this._$AR(n&&n._$AB.nextSibling,i),e.length=i)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=We(t).nextSibling;We(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Y=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,i,s){this.type=1,this._$AH=h,this._$AN=void 0,this.element=t,this.name=e,this._$AM=i,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=h}_$AI(t,e=this,n,i){let s=this.strings,o=!1;if(s===void 0)t=V(this,t,e,0),o=!ht(t)||t!==this._$AH&&t!==A,o&&(this._$AH=t);else{let l=t,a,d;for(t=s[0],a=0;a<s.length-1;a++)d=V(this,l[n+a],e,a),d===A&&(d=this._$AH[a]),o||=!ht(d)||d!==this._$AH[a],d===h?t=h:t!==h&&(t+=(d??"")+s[a+1]),this._$AH[a]=d}o&&!i&&this.j(t)}j(t){t===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},_t=class extends Y{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===h?void 0:t}},kt=class extends Y{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==h)}},At=class extends Y{constructor(t,e,n,i,s){super(t,e,n,i,s),this.type=5}_$AI(t,e=this){if((t=V(this,t,e,0)??h)===A)return;let n=this._$AH,i=t===h&&n!==h||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,s=t!==h&&(n===h||i);i&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},St=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){V(this,t)}},qe={M:se,P:H,A:oe,C:1,L:Fe,R:wt,D:Ie,V,I:tt,H:Y,N:kt,U:At,B:_t,F:St},Fn=ie.litHtmlPolyfillSupport;Fn?.(ut,tt),(ie.litHtmlVersions??=[]).push("3.3.3");var Ke=(r,t,e)=>{let n=e?.renderBefore??t,i=n._$litPart$;if(i===void 0){let s=e?.renderBefore??null;n._$litPart$=i=new tt(t.insertBefore(pt(),s),s,void 0,e??{})}return i._$AI(r),i};var de=globalThis,_=class extends D{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Ke(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return A}};_._$litElement$=!0,_.finalized=!0,de.litElementHydrateSupport?.({LitElement:_});var qn=de.litElementPolyfillSupport;qn?.({LitElement:_});(de.litElementVersions??=[]).push("4.2.2");var et={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},nt=r=>(...t)=>({_$litDirective$:r,values:t}),N=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Kn}=qe,Ve=r=>r;var Ye=()=>document.createComment(""),rt=(r,t,e)=>{let n=r._$AA.parentNode,i=t===void 0?r._$AB:t._$AA;if(e===void 0){let s=n.insertBefore(Ye(),i),o=n.insertBefore(Ye(),i);e=new Kn(s,o,r,r.options)}else{let s=e._$AB.nextSibling,o=e._$AM,l=o!==r;if(l){let a;e._$AQ?.(r),e._$AM=r,e._$AP!==void 0&&(a=r._$AU)!==o._$AU&&e._$AP(a)}if(s!==i||l){let a=e._$AA;for(;a!==s;){let d=Ve(a).nextSibling;Ve(n).insertBefore(a,i),a=d}}}return e},I=(r,t,e=r)=>(r._$AI(t,e),r),Vn={},Ze=(r,t=Vn)=>r._$AH=t,Ge=r=>r._$AH,Et=r=>{r._$AR(),r._$AA.remove()};var Xe=(r,t,e)=>{let n=new Map;for(let i=t;i<=e;i++)n.set(r[i],i);return n},it=nt(class extends N{constructor(r){if(super(r),r.type!==et.CHILD)throw Error("repeat() can only be used in text expressions")}dt(r,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let i=[],s=[],o=0;for(let l of r)i[o]=n?n(l,o):o,s[o]=e(l,o),o++;return{values:s,keys:i}}render(r,t,e){return this.dt(r,t,e).values}update(r,[t,e,n]){let i=Ge(r),{values:s,keys:o}=this.dt(t,e,n);if(!Array.isArray(i))return this.ut=o,s;let l=this.ut??=[],a=[],d,u,p=0,f=i.length-1,m=0,v=s.length-1;for(;p<=f&&m<=v;)if(i[p]===null)p++;else if(i[f]===null)f--;else if(l[p]===o[m])a[m]=I(i[p],s[m]),p++,m++;else if(l[f]===o[v])a[v]=I(i[f],s[v]),f--,v--;else if(l[p]===o[v])a[v]=I(i[p],s[v]),rt(r,a[v+1],i[p]),p++,v--;else if(l[f]===o[m])a[m]=I(i[f],s[m]),rt(r,i[p],i[f]),f--,m++;else if(d===void 0&&(d=Xe(o,m,v),u=Xe(l,p,f)),d.has(l[p]))if(d.has(l[f])){let w=u.get(o[m]),Jt=w!==void 0?i[w]:null;if(Jt===null){let Ee=rt(r,i[p]);I(Ee,s[m]),a[m]=Ee}else a[m]=I(Jt,s[m]),rt(r,i[p],Jt),i[w]=null;m++}else Et(i[f]),f--;else Et(i[p]),p++;for(;m<=v;){let w=rt(r,a[v+1]);I(w,s[m]),a[m++]=w}for(;p<=f;){let w=i[p++];w!==null&&Et(w)}return this.ut=o,Ze(r,a),A}});function S(r,t,e={}){r.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:e}))}function Qe(r){history.pushState(null,"",r),S(window,"location-changed",{replace:!1})}function Pt(r){return Object.values(r.devices).filter(t=>!t.disabled_by&&t.identifiers.some(([e])=>e==="amps")).sort((t,e)=>Z(t).localeCompare(Z(e)))}function Z(r){return r?.name_by_user||r?.name||""}function M(r,t){return r.absence?"skipped":r.runs_on?"active":r.outcome?r.outcome:r.state!=="planned"||r.origin==="manual"?r.state:t?r.retrying?"retrying":"planned":"paused"}function b(r){return Date.parse(r.start)}function g(r){return r.end?Date.parse(r.end):b(r)+30*6e4}function Tt(r){let t=r.state==="ended"||r.runs_on;return r.origin==="plan"&&!t&&!r.absence}function G(r,t){return Tt(r)&&r.state!=="active"&&b(r)>t}function Je(r,t){return r.absence==="skipped"&&g(r)>t&&!!r.original}function Ct(r){return r==="failed"||r==="missed"||r==="incomplete"}function z(r){return r==="charge"||r==="discharge"||r==="idle"?r:"auto"}function X(r){return`${r.device_id}/${r.uid}/${r.original??r.start}`}var Yn=1e4;function tn(r){return{command:r.command??"charge",start:b(r),end:g(r),target:r.target,power:r.power,reserve:r.reserve,repeat:r.repeat}}var mt=r=>new Date(r).toISOString();function Zn(r){let t={};for(let e of["target","power","reserve"]){let n=r[e];n!==null&&(t[e]=n)}return t}var Ot=class{constructor(t,e,n){this.element=t;this.hass=e;this.words=n}async schedule(t,e,n=!1){let i=await this.add(t,e,n);this.told("planned",e,async()=>{i&&await this.cancelWindow(t,i,void 0,"all")})}async edit(t,e,n){let i=tn(t);await this.change(t,e,n);let s=n==="this_and_future"?void 0:()=>this.change({...t,start:mt(e.start)},i,n);this.told("changed",e,s)}async cancel(t,e){await this.cancelWindow(t.device_id,t.uid,t.start,e);let n=t.repeat&&e==="this",i=()=>this.restore(t,n?t.original:null);this.told(n?"skipped":"deleted",tn(t),i)}async restore(t,e){let{device_id:n,uid:i}=t;await this.hass.callWS({type:"amps/plan/restore",device_id:n,uid:i,original:e})}async boost(t,{command:e,target:n,minutes:i}){await this.call("amps","send_command",{device_id:[t],command:e,duration:{minutes:i},...n===null?{}:{target:n}})}async stop(t){await this.call("button","press",{entity_id:t.entities?.stop})}async setMode(t,e){let n=t.entities?.operation_mode;await this.call("select","select_option",{entity_id:n,option:e})}async resume(t){await this.call("switch","turn_on",{entity_id:t.entities?.plan_enabled})}async attempt(t){try{return await t(),!0}catch(e){let n=await this.words.failure(this.hass,e);return S(this.element,"hass-notification",{message:n}),!1}}async add(t,e,n){let i={device_id:[t],command:e.command,start:mt(e.start),end:mt(e.end),...Zn(e),...e.repeat?{repeat:e.repeat}:{},replace:n};return(await this.call("amps","schedule_window",i,!0)).response?.windows[0]?.uid}async change(t,e,n){let i=!!t.repeat;await this.hass.callWS({type:"amps/plan/edit",device_id:t.device_id,uid:t.uid,original:i?t.original:null,range:i?n:"all",...e,start:mt(e.start),end:mt(e.end)})}async cancelWindow(t,e,n,i){let s={device_id:[t],uid:e,range:i};await this.call("amps","cancel_window",n?{...s,occurrence:n}:s)}call(t,e,n,i=!1){return this.hass.callService(t,e,n,void 0,!1,i)}told(t,e,n){let{words:i}=this,s=i.title(e),o=i.span(e.start,e.end,Date.now()),l=n&&{text:i.say("undo"),action:()=>{this.attempt(n)}};S(this.element,"hass-notification",{message:i.say(`told_${t}`,{what:s,when:o}),duration:Yn,dismissable:!0,...l?{action:l}:{}})}};var en=new Map;function Gn(r){let t=en.get(r);return t||(t=new Intl.DateTimeFormat("en-US",{timeZone:r,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),en.set(r,t)),t}function k(r,t){let e={};for(let{type:a,value:d}of Gn(t).formatToParts(r))e[a]=Number(d);let{year:n=0,month:i=0,day:s=0,hour:o=0,minute:l=0}=e;return{year:n,month:i,day:s,hour:o,minute:l}}function Rt(r){return Date.UTC(r.year,r.month-1,r.day,r.hour,r.minute)}function ft(r,t){return Rt(k(r,t))-Math.floor(r/6e4)*6e4}function E(r,t){let e=Rt(r),n=ft(e-24*36e5,t),i=ft(e+24*36e5,t);for(let s of[n,i])if(ft(e-s,t)===s)return e-s;return Xn(e-24*36e5,e+24*36e5,t)}function Xn(r,t,e){let[n,i]=[r,t],s=ft(n,e);for(;i-n>6e4;){let o=Math.floor((n+i)/2/6e4)*6e4;ft(o,e)===s?n=o:i=o}return i}function R(r,t,e=0){let n=new Date(Rt(r)+t*24*36e5+e*6e4);return{year:n.getUTCFullYear(),month:n.getUTCMonth()+1,day:n.getUTCDate(),hour:n.getUTCHours(),minute:n.getUTCMinutes()}}function gt(r){return(new Date(Rt(r)).getUTCDay()+6)%7}function Q(r,t){return E({...k(r,t),hour:0,minute:0},t)}var Mt=r=>String(r).padStart(2,"0");function Wt(r){return`${r.year}-${Mt(r.month)}-${Mt(r.day)}`}function ce(r){return`${Mt(r.hour)}:${Mt(r.minute)}`}function bt(r,t){let e=/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(`${r}T${t}`);if(!e)return;let[n,i,s,o,l]=e.slice(1).map(Number);return{year:n,month:i,day:s,hour:o,minute:l}}var nn=5*6e4;function x(r,{start:t,end:e}){let n=(r-t)/(e-t);return Math.min(1,Math.max(0,n))*100}function rn(r,{start:t,end:e}){return t+Math.min(1,Math.max(0,r))*(e-t)}function Dt(r,t=nn){return Math.round(r/t)*t}function st(r,t=nn){return Math.ceil(r/t)*t}function pe(r,t){let e=[],n=Q(r.start,t);for(;n<r.end&&e.length<40;){let i=E(R({...k(n,t),hour:0,minute:0},1),t);e.push({start:Math.max(n,r.start),end:Math.min(i,r.end)}),n=i}return e}function Ht(r,t,e){return pe(r,t).flatMap(n=>{let i=k(n.start,t),s=[];for(let o=0;o<24;o+=e){let l=E({...i,hour:o,minute:0},t);l>=r.start&&l<r.end&&s.push(l)}return s})}var sn=y`
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
    margin-top: 6px;
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
    .next {
      min-height: 80px;
    }
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
`;var an=36e5,on=24*an,Qn="component.amps.config_panel.card",zt="component.amps.entity.calendar.plan.state_attributes",Jn="component.amps.entity.select.operation_mode.state",he=new Map;function B(r){let{language:t}=r.locale,e=he.get(t);return e||(e=r.loadBackendTranslation("config_panel","amps"),he.set(t,e),e.catch(()=>he.delete(t))),e}var P=class{constructor(t){this.zone=t.config.time_zone,this.language=t.locale.language,this.localize=t.localize;let e=t.locale.time_format;this.hour12=e==="12"||e!=="24"&&tr(e,this.language),this.padded=this.hour12?"numeric":"2-digit"}isFor(t){return this.localize===t.localize&&this.zone===t.config.time_zone}say(t,e){return this.localize(`${Qn}.${t}`,e)}command(t){return t?this.localize(`${Jn}.${t}`):"?"}status(t){return this.localize(`${zt}.status.state.${t}`)||t}reason(t){return this.localize(`${zt}.reason.state.${t}`)||t}origin(t){return this.localize(`${zt}.origin.state.${t}`)||t}originName(){return this.localize(`${zt}.origin.name`)}title(t){let e=this.command(t.command);return t.target!==null?this.say("title_target",{command:e,level:this.percent(t.target)}):t.reserve!==null&&t.command==="auto_reserve"?this.say("title_reserve",{command:e,level:this.percent(t.reserve)}):e}number(t,e=1){return new Intl.NumberFormat(this.language,{maximumFractionDigits:e}).format(t)}percent(t){return new Intl.NumberFormat(this.language,{style:"percent",maximumFractionDigits:0}).format(t/100)}power(t){return`${this.number(Math.abs(t),2)} kW`}energy(t){return`${this.number(t)} kWh`}time(t){return this.format({hour:this.padded,minute:"2-digit"},t)}hour(t){return this.hour12?this.format({hour:"numeric"},t):this.time(t)}clockHour(t){return new Intl.DateTimeFormat(this.language,{timeZone:"UTC",hour:this.padded,hourCycle:this.hour12?"h12":"h23"}).formatToParts(t*an).filter(({type:e,value:n})=>e!=="literal"||n.trim()==="").map(({value:e})=>e).join("").trim()}day(t,e){let n=Math.round((Q(t,this.zone)-Q(e,this.zone))/on);return Math.abs(n)<=1?new Intl.RelativeTimeFormat(this.language,{numeric:"auto"}).format(n,"day"):this.format({weekday:"short",day:"numeric",month:"short"},t)}weekday(t,e){return new Intl.DateTimeFormat(this.language,{weekday:e,timeZone:"UTC"}).format(Date.UTC(2024,0,1+t))}span(t,e,n){let i=`${this.day(t,n)} ${this.time(t)}`;if(e===null)return i;let s=e>t?e-1:e,o=Q(s,this.zone)===Q(t,this.zone),l=e-t<on,a=this.time(e);return o||l?`${i} – ${a}`:`${i} – ${this.day(e,n)} ${a}`}duration(t){let e=Math.max(0,Math.round(t/6e4)),n=(o,l)=>new Intl.NumberFormat(this.language,{style:"unit",unit:l,unitDisplay:"short"}).format(o),i=Math.floor(e/60),s=e%60;return i?s?`${n(i,"hour")} ${n(s,"minute")}`:n(i,"hour"):n(s,"minute")}async failure(t,e){let n=e??{},{translation_domain:i,translation_key:s}=n;if(i&&s){let o=await t.loadBackendTranslation("exceptions",i).catch(()=>{}),l=n.translation_placeholders,a=o?.(`component.${i}.exceptions.${s}.message`,l);if(a)return a}return n.message||this.say("failed")}format(t,e){return new Intl.DateTimeFormat(this.language,{timeZone:this.zone,...t.hour?{hourCycle:this.hour12?"h12":"h23"}:{},...t}).format(e)}};function T(r,t){return r.charAt(0).toLocaleUpperCase(t)+r.slice(1)}function tr(r,t){let e=r==="system"?void 0:t,{hourCycle:n}=new Intl.DateTimeFormat(e,{hour:"numeric"}).resolvedOptions();return n==="h11"||n==="h12"}var ue=12,dn=7;function Lt(r){let{device_id:t}=r;return t===void 0?[]:typeof t=="string"?[t]:t}function Ut(r){let t=Lt(r);return!(Array.isArray(t)&&t.every(n=>typeof n=="string"))||t.length>ue?"device_id":["days_back","days_ahead"].find(n=>{let i=r[n]??0;return!Number.isInteger(i)||i<0||i>dn})}function cn(r){let t=Ut(r);if(t)throw new Error(t)}var ln={number:{min:0,max:dn,mode:"box"}};async function er(){let r=document.querySelector("home-assistant");r?.hass&&await B(r.hass).catch(()=>{});let t=(e,n)=>(e??r?.hass?.localize)?.(`component.amps.config_panel.card.${n}`)??"";return{schema:[{name:"device_id",selector:{device:{multiple:!0,filter:[{integration:"amps"}]}}},{name:"title",selector:{text:{}}},{type:"grid",name:"",schema:[{name:"days_back",default:1,selector:ln},{name:"days_ahead",default:1,selector:ln},{name:"show_power",default:!0,selector:{boolean:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}}]}],computeLabel:({name:e},n)=>e&&t(n,`editor_${e}`),computeHelper:({name:e},n)=>e&&t(n,`editor_${e}_help`),assertConfig:cn}}function nr(r,t){let e={...r?.batteries};for(let[n,i]of Object.entries(t.batteries??{}))e[n]={...e[n],...i};return{order:t.order??r?.order??[],batteries:e}}var ot=class{constructor(t){this.changed=t;this.failed=!1;this.asked="";this.round=0}async subscribe(t,e){let n=JSON.stringify(e);if(n===this.asked)return;this.stop(),this.asked=n;let i=this.round;try{let s=await t.connection.subscribeMessage(o=>{i===this.round&&(this.known=nr(this.known,o),this.changed())},e);i===this.round?this.end=s:s().catch(()=>{})}catch{if(i!==this.round)return;this.failed=!0,this.changed()}}stop(){this.end?.().catch(()=>{}),this.end=void 0,this.asked="",this.failed=!1,this.round++}};var W={charge:"mdi:battery-arrow-up",discharge:"mdi:battery-arrow-down",idle:"mdi:pause-circle-outline",auto_balanced:"mdi:scale-balance",auto_reserve:"mdi:shield-half-full",auto_export:"mdi:transmission-tower-export"},L={planned:"mdi:clock-outline",paused:"mdi:pause",retrying:"mdi:refresh",sent:"mdi:cloud-check-outline",active:"mdi:play",done:"mdi:check",accepted:"mdi:help-circle-outline",incomplete:"mdi:circle-half-full",failed:"mdi:alert",missed:"mdi:close-thick",cancelled:"mdi:cancel",skipped:"mdi:skip-next",ended:"mdi:circle-medium"};var rr=.05,ir=24*36e5;function Nt(r,t){let e=[];return r.linked===!1?e.push(t.say("not_linked")):r.power!=null&&e.push(sr(r.power,t)),r.mode&&e.push(t.command(r.mode)),e.join(" · ")}function sr(r,t){if(Math.abs(r)<rr)return t.say("resting");let e=r>0?"charging":"discharging";return t.say(e,{power:t.power(r)})}function me(r,t){return r.windows?.filter(n=>n.state==="active"&&!n.absence&&(n.end===null||g(n)>t))?.at(-1)}function pn(r,t,e){if(!r.available)return{icon:"mdi:cloud-off-outline",text:t.say("away")};let n=me(r,e);if(n)return or(n,t,e);let i=r.next;return r.enabled===!1?{icon:"mdi:pause",text:t.say("paused")}:!i||g(i)<=e?{icon:"mdi:calendar-blank-outline",text:t.say("nothing_planned")}:{icon:W[i.command??"idle"],text:t.say("next",{what:t.title(i),when:t.span(b(i),i.end?g(i):null,e)}),detail:i.why||t.say(i.state==="sent"?"held_by_amps":"held_here")}}function or(r,t,e){let n=L.active,i=t.title(r),s=r.origin==="plan"?"":t.origin(r.origin),o=r.why||(s?T(s):t.say("runs_by_plan"));if(r.end===null)return{icon:n,text:t.say("runs",{what:i}),detail:o};let l=g(r),a={what:i,until:t.time(l),left:t.duration(l-e)};return{icon:n,text:t.say("runs_until",a),detail:o}}function hn(r,t,e){let{last:n}=r;if(!n?.outcome)return;let i=Date.parse(n.end);if(e-i>7*ir)return;let s=n.level===null?"":t.percent(n.level),o=n.reason?t.reason(n.reason):"",l=[t.status(n.outcome),o,s].filter(Boolean).join(", "),a={what:t.title({...n,reserve:null}),how:l};return{icon:L[M({...n,absence:null},!0)],text:t.say("last",{...a,when:t.day(i,e)})}}function It(r){return!!r.problem||r.available===!1||Ct(r.last?.outcome)}function un(r,t,e,n){let i=r.level??void 0;return c`<header>
    <div class="glyph" style="--level: ${i??0}%" aria-hidden="true"></div>
    <div class="names">
      <h2>
        <bdi>${e}</bdi>
        <span class="level">${i===void 0?"":t.percent(i)}</span>
      </h2>
      <p class="doing">${Nt(r,t)}</p>
    </div>
    ${n.map(({key:s,icon:o,pressed:l,press:a})=>{let d=t.say(s);return c`<button
        type="button"
        class="icon-button"
        aria-label=${d}
        title=${d}
        aria-pressed=${l??h}
        @click=${a}
      >
        <ha-icon .icon=${o}></ha-icon>
      </button>`})}
  </header>`}function mn(r,t,e,n){let s=r.windows!==void 0||!r.available?pn(r,t,e):{icon:"",text:"",detail:""},o=hn(r,t,e);return c`<div class="sentences">
    <div class="next">
      <ha-icon .icon=${s.icon}></ha-icon>
      <p>${s.text}<span class="detail">${s.detail??""}</span></p>
      ${r.enabled===!1&&r.entities?.plan_enabled?c`<button type="button" class="button" @click=${n}>
              ${t.say("resume")}
            </button>`:h}
    </div>
    <div class="last">
      ${o?c`<ha-icon .icon=${o.icon}></ha-icon>
              <p>${o.text}</p>`:h}
    </div>
    ${r.problem?c`<button
            type="button"
            class="problem"
            @click=${()=>Qe("/config/repairs")}
          >
            <ha-icon icon="mdi:alert"></ha-icon><span>${t.say("problem")}</span>
          </button>`:h}
  </div>`}function fn(r,t,e,n){let i=me(r,e),s=r.commands?.some(l=>l.command==="charge"||l.command==="discharge"),o=r.commands?.map(l=>l.command)??[];return c`<div class="controls">
    <label class="mode">
      <span>${t.say("mode")}</span>
      <select
        ?disabled=${!r.entities?.operation_mode}
        @change=${l=>n.mode(l.target)}
      >
        ${o.map(l=>c`<option value=${l} .selected=${l===r.mode}>
            ${t.command(l)}
          </option>`)}
      </select>
      <ha-icon icon="mdi:menu-down"></ha-icon>
    </label>
    <button type="button" class="button" ?disabled=${!s} @click=${n.boost}>
      <ha-icon icon="mdi:flash"></ha-icon>${t.say("boost")}
    </button>
    <button
      type="button"
      class="button ${i?"main":""}"
      ?disabled=${!r.entities?.stop}
      @click=${n.stop}
    >
      <ha-icon icon="mdi:stop"></ha-icon>${t.say("stop")}
    </button>
  </div>`}var ar={W:.001,kW:1,MW:1e3};async function gn(r,t,e){if(!t.length)return{};let n=await r.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),entity_ids:t,include_start_time_state:!0,significant_changes_only:!1,minimal_response:!0,no_attributes:!0}),i={};for(let s of t){let o=lr(r,s);i[s]=(n[s]??[]).map(l=>({at:Math.max(e,l.lu*1e3),value:dr(l.s,o)}))}return i}function lr(r,t){let e=r.states[t]?.attributes.unit_of_measurement;return ar[String(e)]??1}function dr(r,t){let e=r===""?Number.NaN:Number(r)*t;return Number.isFinite(e)?e:void 0}function fe(r,t,e){let n=r.at(-1);return n&&(n.at>=t||n.value===e)?r:[...r,{at:t,value:e}]}function bn(r,t,e,n){let i=[],s=0;for(let o=t;o<e;o+=n){let l=Math.min(o+n,e),[a,d]=[0,0];for(;s+1<r.length&&(r[s+1]?.at??l)<=o;)s++;for(let u=s;u<r.length;u++){let p=r[u];if(!p||p.at>=l)break;let f=Math.max(o,p.at),m=Math.min(l,r[u+1]?.at??l);p.value!==void 0&&m>f&&(a+=p.value*(m-f),d+=m-f)}i.push({at:o,value:d?a/d:void 0})}return i}function vn(r,t){let e=[],n=[];for(let{at:s,value:o}of r)if(o===void 0)n.length&&e.push(n),n=[];else{let l=n.at(-1);l&&s-l.at>12e5&&n.push({at:s-12e5,value:l.value}),n.push({at:s,value:o})}let i=n.at(-1);return i&&(i.at<t&&n.push({at:t,value:i.value}),e.push(n)),e}var cr={since:0,level:[],power:[]},Bt=class{constructor(t){this.changed=t;this.kept=new Map;this.asked=new Map}of(t){return this.kept.get(yn(t))??cr}async follow(t,e){let n=yn(e);if(!n||!e.start)return;let i=Date.parse(e.start);this.asked.get(n)!==i?(this.asked.set(n,i),await this.read(t,e,n,i)):this.append(e,n)}async read(t,e,n,i){let{level:s,power:o}=e.entities??{},l=[s,o].filter(d=>d!==void 0),a=await gn(t,l,i).catch(()=>({}));this.kept.set(n,{since:i,level:a[s??""]??[],power:(a[o??""]??[]).map(pr)}),this.append(e,n),this.changed()}append(t,e){let n=this.kept.get(e);if(!n)return;let i=Date.now();n.level=fe(n.level,i,t.level??void 0),n.power=fe(n.power,i,t.power??void 0)}};function pr({at:r,value:t}){return{at:r,value:t===void 0?t:-t}}function yn(r){return r.entities?.level??r.entities?.power??""}var j=y`
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
`,at=y`
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
`;function hr(r,t){return r.findLast(e=>e.at<=t)?.value}function xn(r,t,e,n,i,s){let o=r.windows??[],l=Ht(e,i.zone,6).filter(a=>a<=n);return c`<table>
      <caption>
        ${i.say("table_windows")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${i.say("what")}</th>
          <th scope="col">${i.say("when")}</th>
          <th scope="col">${i.say("state")}</th>
        </tr>
      </thead>
      <tbody>
        ${o.map(a=>{let d=a.reason??a.absence;return c`<tr>
            <td>
              ${s?c`<button type="button" class="link" @click=${()=>s(a)}>
                      ${i.title(a)}
                    </button>`:i.title(a)}
            </td>
            <td>${T(i.span(b(a),a.end?g(a):null,n))}</td>
            <td>
              ${i.status(M(a,r.enabled??!0))}${d?`: ${i.reason(d)}`:""}
            </td>
          </tr>`})}
        ${o.length?"":c`<tr><td colspan="3">${i.say("nothing_planned")}</td></tr>`}
      </tbody>
    </table>
    <table>
      <caption>
        ${i.say("table_level")}
      </caption>
      <tbody>
        ${l.map(a=>{let d=hr(t,a);return c`<tr>
            <th scope="row">${T(i.day(a,n))} ${i.time(a)}</th>
            <td>${d===void 0?i.say("unknown"):i.percent(d)}</td>
          </tr>`})}
      </tbody>
    </table>`}var jt=nt(class extends N{constructor(r){if(super(r),r.type!==et.ATTRIBUTE||r.name!=="class"||r.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(r){return" "+Object.keys(r).filter(t=>r[t]).join(" ")+" "}update(r,[t]){if(this.st===void 0){this.st=new Set,r.strings!==void 0&&(this.nt=new Set(r.strings.join(" ").split(/\s/).filter(n=>n!=="")));for(let n in t)t[n]&&!this.nt?.has(n)&&this.st.add(n);return this.render(t)}let e=r.element.classList;for(let n of this.st)n in t||(e.remove(n),this.st.delete(n));for(let n in t){let i=!!t[n];i===this.st.has(n)||this.nt?.has(n)||(i?(e.add(n),this.st.add(n)):(e.remove(n),this.st.delete(n)))}return A}});var $n="important",ur=" !"+$n,U=nt(class extends N{constructor(r){if(super(r),r.type!==et.ATTRIBUTE||r.name!=="style"||r.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(r){return Object.keys(r).reduce((t,e)=>{let n=r[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(r,[t]){let{style:e}=r.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let i=t[n];if(i!=null){this.ft.add(n);let s=typeof i=="string"&&i.endsWith(ur);n.includes("-")||s?e.setProperty(n,s?i.slice(0,-11):i,s?$n:""):e[n]=i}}return A}});var wn=15*6e4,mr=1,$=r=>r.toFixed(2);function _n(r,t,e,n){let i=vn(t,Math.min(n,e.end)).filter(s=>s.length>1);return O`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${fr(r,e)}
    <path class="grid" d="M0 50H100M0 0H100M0 100H100" />
    ${vr(r.sun?.steps,e,"sun")}
    ${i.map(s=>{let o=s.map(({at:d,value:u},p)=>{let f=`${$(x(d,e))} ${$(100-ge(u))}`;return`${p?"L":"M"}${f}`}).join(""),l=$(x(s[0]?.at??0,e)),a=$(x(s.at(-1)?.at??0,e));return O`<path class="area" d="${o}L${a} 100L${l} 100Z" />
        <path class="line" d=${o} />`})}
    ${gr(r.expected_level,e)}
    ${br(r.prices?.steps,e,"price")}
  </svg>`}function kn(r,t,e){let n=bn(r,t.start,Math.min(e,t.end),wn),i=n.map(l=>Math.abs(l.value??0)),s=Math.max(mr,...i),o=wn/(t.end-t.start)*100;return O`<svg viewBox="0 -1 100 2" preserveAspectRatio="none" aria-hidden="true">
    <path class="grid" d="M0 0H100" />
    ${n.map(({at:l,value:a})=>{if(!a)return h;let d=Math.abs(a)/s;return O`<rect
        class=${a>0?"bar charge":"bar discharge"}
        x=${$(x(l,t))}
        width=${$(o)}
        y=${a>0?(-d).toFixed(3):"0"}
        height=${d.toFixed(3)}
      />`})}
  </svg>`}function fr(r,t){return(r.windows??[]).map(e=>{let[n,i]=[b(e),g(e)];if(i<=t.start||n>=t.end||e.absence)return h;let s=x(n,t),o=x(i,t)-s,l=M(e,r.enabled??!0),a=e.target===null?void 0:100-ge(e.target);return O`<g class=${`band ${z(e.command)} ${l}`}>
      <rect x=${$(s)} y="0" width=${$(o)} height="100" />
      ${a===void 0?h:O`<path d="M${$(s)} ${$(a)}h${$(o)}" />`}
    </g>`})}function gr(r,t){if(!r?.length)return h;let e=r.map(([n,i],s)=>{let o=$(x(Date.parse(n),t));return`${s?"L":"M"}${o} ${$(100-ge(i))}`}).join("");return O`<path class="expected" d=${e} />`}function An(r,t){let e=r.map(([,o])=>o),[n,i]=[Math.min(0,...e),Math.max(...e)],s=o=>100-(o-n)/(i-n||1)*90;return r.map(([o,l],a)=>{let d=$(x(Date.parse(o),t));return`${a?`H${d}V`:`M${d} `}${$(s(l))}`}).join("")}function br(r,t,e){return r?.length?O`<path class=${e} d="${An(r,t)}H100" />`:h}function vr(r,t,e){if(!r?.length)return h;let n=$(x(Date.parse(r[0]?.[0]??""),t));return O`<path class=${e} d="${An(r,t)}H100V100H${n}Z" />`}function ge(r){return Math.min(100,Math.max(0,r))}var Ft=5*6e4,yr=12*Ft,xr=4,$r=10,wr=350,_r=1200;function Sn({start:r,end:t},e,n,i){let s=(l,a,d)=>Math.max(a,Math.min(d,l));if(e==="start"){let l=Math.min(i.start,r);return{start:s(Dt(r+n),l,t-Ft),end:t}}if(e==="end")return{start:r,end:s(Dt(t+n),r+Ft,Math.max(i.end,t))};let o=s(Dt(r+n),i.start,i.end-(t-r));return{start:o,end:o+(t-r)}}function kr(r,{left:t,right:e}){let n=Math.min($r,(e-t)/4);return r<t+n?"start":r>e-n?"end":"all"}var qt=class{constructor(t){this.host=t;this.justDragged=!1;this.onMove=t=>{let{drag:e}=this;if(!e||t.pointerId!==e.pointer)return;let n=t.clientX-e.x;if(!e.began){if(Math.abs(n)<xr)return;if(e.hold!==void 0){this.release();return}this.begin()}let{span:i,width:s}=this.host,o=n/Math.max(1,s)*(i.end-i.start),l={start:b(e.window),end:g(e.window)};this.set(e.window,Sn(l,e.part,o,this.within()))};this.onTouch=t=>{this.drag?.began&&t.preventDefault()};this.onUp=()=>{let t=this.drag?.began??!1;this.release(),this.justDragged=t,t&&this.done()};this.onCancel=()=>{this.release(),this.cancel()};t.addController(this)}hostDisconnected(){this.cancel()}shown(t){return this.current&&X(this.current.window)===X(t)?this.current:{start:b(t),end:g(t)}}isMoving(t){return!!this.current&&X(this.current.window)===X(t)}swallowsClick(){let t=this.justDragged;return this.justDragged=!1,t}press(t,e){if(this.justDragged=!1,t.button!==0||!G(e,Date.now()))return;let n=t.currentTarget,{pointerId:i,clientX:s}=t,o=kr(s,n.getBoundingClientRect());this.drag={window:e,part:o,element:n,pointer:i,x:s,began:!1,hold:void 0},t.pointerType==="mouse"?n.setPointerCapture(i):this.drag.hold=setTimeout(()=>this.begin(),wr),n.addEventListener("pointermove",this.onMove),n.addEventListener("pointerup",this.onUp),n.addEventListener("pointercancel",this.onCancel),n.addEventListener("touchmove",this.onTouch,{passive:!1})}key(t,e){if(t.key==="Escape"&&this.current){t.stopPropagation(),this.cancel();return}if(t.key==="Enter"&&this.current&&this.settle!==void 0){t.preventDefault(),this.done();return}let n={ArrowLeft:-1,ArrowRight:1}[t.key];if(n===void 0||!G(e,Date.now()))return;t.preventDefault();let i=n*(t.shiftKey?yr:Ft),s=t.altKey?"end":"all";this.set(e,Sn(this.shown(e),s,i,this.within())),clearTimeout(this.settle),this.settle=setTimeout(()=>this.done(),_r)}blur(){this.settle!==void 0&&this.done()}begin(){if(!this.drag)return;this.drag.began=!0,this.drag.element.setPointerCapture(this.drag.pointer);let{window:t}=this.drag;this.set(t,{start:b(t),end:g(t)})}within(){return{start:st(Date.now()),end:this.host.span.end}}set(t,{start:e,end:n}){this.current={window:t,start:e,end:n},this.host.requestUpdate()}release(){if(!this.drag)return;let{element:t,hold:e}=this.drag;clearTimeout(e),t.removeEventListener("pointermove",this.onMove),t.removeEventListener("pointerup",this.onUp),t.removeEventListener("pointercancel",this.onCancel),t.removeEventListener("touchmove",this.onTouch),this.drag=void 0}cancel(){clearTimeout(this.settle),this.settle=void 0,this.release(),this.current=void 0,this.host.requestUpdate()}done(){let t=this.current;if(clearTimeout(this.settle),this.settle=void 0,!t)return;t.start===b(t.window)&&t.end===g(t.window)?this.cancel():this.host.move(t)}settled(){this.current=void 0,this.host.requestUpdate()}};function En(r){let t=r.map(()=>({row:0,of:1}));return r.forEach((e,n)=>{for(let i=0;i<n;i++){let s=r[i],o=t[n],l=t[i];!s||!o||!l||s.start<e.end&&e.start<s.end&&(o.of=l.of=2,o.row=1-l.row)}}),t}var Pn=y`
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
    white-space: nowrap;
  }
  .days bdi {
    position: sticky;
    left: 6px;
    display: inline-block;
    margin-left: 6px;
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
    width: min(10px, 25%);
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
  .target {
    position: absolute;
    padding: 1px 2px;
    font-size: 11px;
    line-height: 13px;
    transform: translate(-50%, -100%);
    pointer-events: none;
  }
  .target.below {
    transform: translate(-50%, 2px);
  }
  .dot {
    position: absolute;
    z-index: 3;
    width: 10px;
    height: 10px;
    margin: -5px;
    border: 2px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--primary-color, #03a9f4);
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
  :host([axis="none"]),
  :host([axis="bottom"]) {
    --above: 0;
  }
  :host([axis="none"]),
  :host([axis="top"]) {
    --below: 0;
  }
  :host([axis="none"]) .now::before,
  :host([axis="bottom"]) .now::before {
    display: none;
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
    top: var(--above, 20px);
    bottom: var(--below, 18px);
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
`;var Kt=30*6e4,Ar=48*Kt,be=class extends _{constructor(){super(...arguments);this.mover=new qt(this);this.scrolled=!1}static{this.properties={words:{attribute:!1},plan:{attribute:!1},name:{},level:{attribute:!1},power:{attribute:!1},span:{attribute:!1},now:{type:Number},showPower:{type:Boolean},compact:{type:Boolean,reflect:!0},axis:{}}}static{this.styles=[j,Pn]}get width(){return this.renderRoot.querySelector(".plot")?.clientWidth??1}move(e){S(this,"amps-move",e)}showFrom(e){let n=this.renderRoot.querySelector(".scroller");n&&(n.scrollLeft=e)}settled(){this.mover.settled()}updated(e){if(!this.scrolled&&this.plan.windows&&this.scrollToNow(),e.has("plan")&&this.mover.current){let{window:n,start:i}=this.mover.current,s=this.plan.windows?.find(o=>o.uid===n.uid);s&&b(s)===i&&this.mover.settled()}}scrollToNow(){let e=this.renderRoot.querySelector(".scroller");if(!e?.clientWidth)return;this.scrolled=!0;let n=this.width*x(this.now,this.span)/100;e.scrollLeft=n-e.clientWidth*.3}render(){let{span:e,now:n,words:i}=this,s=pe(e,i.zone),o=l=>`${x(l,e)}%`;return c`<div class="scroller" @scroll=${this.scrolls}>
      <div class="plot" dir="ltr" style=${U({"--days":String(s.length)})}>
        ${this.axis==="both"||this.axis==="top"?this.days(s):h}
        ${this.lane()}
        <div class="chart" @click=${this.planAt}>
          ${_n(this.plan,this.level,e,n)}
          <span class="scale" style="top: 0" aria-hidden="true">${i.percent(100)}</span>
          <span class="scale" style="top: 50%" aria-hidden="true">${i.percent(50)}</span>
          ${this.marks()}
        </div>
        ${this.showPower?c`<div class="power">${kn(this.power,e,n)}</div>`:h}
        ${this.axis==="both"||this.axis==="bottom"?this.hours():h}
        ${s.slice(1).map(l=>c`<div class="midnight" style=${U({left:o(l.start)})}></div>`)}
        <div class="now" style=${U({left:o(n)})} aria-hidden="true"></div>
        ${this.moving()}
      </div>
    </div>`}days(e){let{span:n,now:i,words:s}=this;return c`<div class="days" aria-hidden="true">
          ${e.map(o=>c`<span
              class=${jt({today:i>=o.start&&i<o.end})}
              style=${U({left:`${x(o.start,n)}%`,right:`${100-x(o.end,n)}%`})}
              ><bdi>${T(s.day(o.start,i))}</bdi></span
            >`)}
        </div>`}hours(){let{span:e,words:n}=this,i=e.end-e.start<4*Ar?6:12,s=Ht(e,n.zone,i);return c`<div class="hours" aria-hidden="true">
          ${s.map(o=>c`<span style=${U({left:`${x(o,e)}%`})}>${n.hour(o)}</span>`)}
        </div>`}marks(){let{span:e,now:n,words:i,plan:s}=this,o=(a,d)=>U({left:`${x(a,e)}%`,top:`${100-d}%`}),l=(s.windows??[]).filter(a=>a.target!==null&&!a.absence&&g(a)>n);return c`${l.map(a=>c`<span
        class=${jt({target:!0,below:(a.target??0)>80})}
        style=${o((b(a)+Math.min(g(a),e.end))/2,a.target??0)}
        aria-hidden="true"
        >${i.percent(a.target??0)}</span
      >`)}
    ${s.level==null?h:c`<span class="dot" style=${o(n,s.level)}></span>`}`}lane(){let e=(this.plan.windows??[]).filter(i=>g(i)>this.span.start&&b(i)<this.span.end),n=En(e.map(i=>this.mover.shown(i)));return c`<div
      class="lane"
      role="list"
      aria-label=${this.words.say("windows_of",{battery:this.name})}
      @click=${this.planAt}
    >
      ${it(e,X,(i,s)=>this.block(i,n[s]))}
    </div>`}block(e,n){let{words:i,span:s,now:o}=this,l=M(e,this.plan.enabled??!0),{start:a,end:d}=this.mover.shown(e),u=G(e,o),p=x(a,s),f=n?.of===2?50:100,m=e.target===null?"":i.percent(e.target),v=[i.title(e),i.span(a,d,o),i.status(l),e.reason?i.reason(e.reason):"",u?i.say("move_hint"):""];return c`<div
      role="listitem"
      class="slot"
      style=${U({left:`${p}%`,width:`${x(d,s)-p}%`,top:`${n?.of===2?n.row*50:0}%`,height:`${f}%`})}
    >
      <button
        type="button"
        class=${jt({block:!0,[z(e.command)]:!0,[l]:!0,movable:u,moving:this.mover.isMoving(e)})}
        aria-label=${v.filter(Boolean).join(", ")}
        title=${`${i.title(e)} · ${i.span(a,d,o)} · ${i.status(l)}`}
        @click=${w=>this.open(w,e)}
        @pointerdown=${w=>this.mover.press(w,e)}
        @keydown=${w=>this.mover.key(w,e)}
        @blur=${()=>this.mover.blur()}
      >
        ${u?c`<span class="grip start"></span><span class="grip end"></span>`:h}
        <ha-icon .icon=${L[l]}></ha-icon>
        <ha-icon class="what" .icon=${W[e.command??"idle"]}></ha-icon>
        <span class="label">${m}</span>
      </button>
    </div>`}moving(){let e=this.mover.current,n=e?this.words.span(e.start,e.end,this.now):"";return c`<div class="hidden" role="status">${n}</div>
      ${e?c`<div
              class="bubble"
              aria-hidden="true"
              style=${U({left:`${x((e.start+e.end)/2,this.span)}%`})}
            >
              ${n}
            </div>`:h}`}scrolls(e){S(this,"amps-scroll",{left:e.target.scrollLeft})}open(e,n){e.stopPropagation(),!this.mover.swallowsClick()&&S(this,"amps-open",{window:n})}planAt(e){let{left:n,width:i}=e.currentTarget.getBoundingClientRect(),s=rn((e.clientX-n)/i,this.span);if(s<this.now-Kt)return;let o=st(Math.max(s-Kt/2,this.now),Kt);S(this,"amps-plan",{start:o})}};customElements.define("amps-timeline",be);var Sr=y`
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
  .alert span {
    white-space: pre-line;
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
`,C=class extends _{static{this.styles=[j,at,Sr]}firstUpdated(){this.dialog?.showModal()}get dialog(){return this.renderRoot.querySelector("dialog")}close(){this.dialog?.close()}frame(t,e,n){return c`<dialog
      aria-labelledby="heading"
      @close=${()=>S(this,"amps-closed")}
      @click=${i=>{i.target===i.currentTarget&&this.close()}}
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
    </dialog>`}alert(t,e="error"){return c`<p class="alert ${e}" role=${e==="calm"?"status":"alert"}>
      <ha-icon .icon=${{error:"mdi:alert-circle",note:"mdi:alert",calm:"mdi:information"}[e]}></ha-icon><span>${t}</span>
    </p>`}};var Vt=["MO","TU","WE","TH","FR","SA","SU"];function Tn(r){return r.size?r.size===Vt.length?"FREQ=DAILY":`FREQ=WEEKLY;BYDAY=${Vt.filter((e,n)=>r.has(n)).join(",")}`:null}function Yt(r,t){if(!r)return new Set;let e=new Map(r.split(";").map(o=>o.split("="))),n=e.get("FREQ"),i=e.get("BYDAY");if(e.delete("FREQ"),e.delete("BYDAY"),e.delete("WKST"),e.get("INTERVAL")==="1"&&e.delete("INTERVAL"),e.size)return;if(n==="DAILY"&&!i)return new Set(Vt.keys());if(n!=="WEEKLY")return;if(!i)return new Set([t]);let s=i.split(",").map(o=>Vt.indexOf(o));return s.includes(-1)?void 0:new Set(s)}function Cn(r,t){if(!r.size)return 0;let e=[...r].map(n=>(n-t+7)%7);return Math.min(...e)}var ve=class extends C{static{this.properties={words:{attribute:!1},window:{attribute:!1},plan:{attribute:!1},actions:{attribute:!1},now:{type:Number},asks:{state:!0},busy:{state:!0}}}static{this.styles=[...C.styles,y`
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
    `]}render(){let{window:t,words:e,now:n}=this,i=M(t,this.plan.enabled??!0),s=z(t.command),o=e.span(b(t),t.end?g(t):null,n);return this.frame(e.title(t),c`<span class="state ${s} ${i}"
          ><ha-icon .icon=${L[i]}></ha-icon>${e.status(i)}</span
        >
        <dl>
          ${this.row("when",T(o))}
          ${this.row("lasts",t.end?e.duration(g(t)-b(t)):"")}
          ${this.row("repeats",this.repeats())}
          ${this.row("power",t.power===null?"":e.power(t.power))}
          ${this.row("reserve",t.reserve===null?"":e.percent(t.reserve))}
          ${this.pair(e.originName(),e.origin(t.origin))}
          ${this.row("why",t.why??"")}
          ${this.row("money",t.money??"")}
          ${this.row("reason",this.reason())}
          ${this.row("level_then",t.level===null?"":e.percent(t.level))}
        </dl>
        ${this.note()}`,this.busy?h:this.asks?this.ranges():this.choices())}row(t,e){return e?this.pair(this.words.say(t),e):h}pair(t,e){return c`<dt>${t}</dt>
      <dd>${e}</dd>`}reason(){let t=this.window.reason??this.window.absence;return t?this.words.reason(t):""}repeats(){let{window:t,words:e}=this;if(!t.repeat)return"";let n=gt(k(b(t),e.zone)),i=Yt(t.repeat,n);return i?i.size===7?e.say("daily"):[...i].sort().map(o=>e.weekday(o,"short")).join(", "):e.say("repeats_otherwise")}note(){let{window:t,words:e}=this;if(t.runs_on){let n=e.time(g(t));return this.alert(e.say("lasts_until",{end:n}),"note")}return t.state==="sent"?this.alert(e.say("held_by_amps"),"calm"):t.state!=="planned"||!Tt(t)?h:this.plan.enabled===!1?this.alert(e.say("paused"),"note"):this.alert(e.say("held_here"),"calm")}choices(){let{window:t,words:e,now:n}=this;if(Je(t,n))return this.button("bring_back","mdi:restore","main",()=>this.act(()=>this.actions.restore(t,t.original)));if(t.state==="active"&&this.plan.entities?.stop)return this.button("stop","mdi:stop","main",()=>this.act(()=>this.actions.stop(this.plan)));if(!Tt(t))return c`<button type="button" class="button" @click=${()=>this.close()}>
        ${e.say("close")}
      </button>`;let i=t.repeat?c`${this.button("delete","mdi:delete","plain",()=>{this.asks=!0})}
        ${this.button("skip","mdi:skip-next","",()=>this.cancel("this"))}`:this.button("delete","mdi:delete","plain",()=>this.cancel("all")),s=G(t,n)?this.button("change",W[t.command??"charge"],"main",()=>{this.close(),S(this,"amps-change",{window:t})}):h;return c`${i}${s}`}ranges(){return c`${this.button("delete_future","mdi:skip-forward","danger",()=>this.cancel("this_and_future"))}
    ${this.button("delete_all","mdi:delete","danger",()=>this.cancel("all"))}`}button(t,e,n,i){return c`<button type="button" class="button ${n}" @click=${i}>
      <ha-icon .icon=${e}></ha-icon>${this.words.say(t)}
    </button>`}cancel(t){this.act(()=>this.actions.cancel(this.window,t))}act(t){this.busy=!0,this.actions.attempt(t).then(e=>{this.busy=!1,e&&this.close()})}};customElements.define("amps-window-dialog",ve);var Er=31,On=5;function Zt({label:r,min:t,max:e,step:n,value:i,text:s,set:o}){let l=(i-t)/(e-t||1)*100;return c`<label class="field slider">
    <span class="name">${r}</span>
    <span class="line">
      <input
        type="range"
        min=${t}
        max=${e}
        step=${n}
        .value=${String(i)}
        style="--share: ${l}%"
        aria-valuetext=${s}
        @input=${a=>o(Number(a.target.value))}
      />
      <output>${s}</output>
    </span>
  </label>`}function ye(r,t,e,n){return c`<select
    aria-label=${r}
    @change=${i=>n(i.target.value)}
  >
    ${e.map(i=>c`<option value=${i.value} .selected=${i.value===t}>${i.text}</option>`)}
  </select>`}function Mn(r,t,e,n,i){let o={...k(e,n.zone),hour:12,minute:0},l=Array.from({length:Er},(d,u)=>Wt(R(o,u)));l.includes(t)||l.push(t);let a=l.map(d=>{let u=bt(d,"12:00")??o,p=T(n.day(E(u,n.zone),e));return{value:d,text:p}});return c`<label class="field wide">
    <span class="name">${r}</span>${ye(r,t,a,i)}
  </label>`}function xe(r,t,e,n){let[i="00",s="00"]=t.split(":"),o=u=>String(u).padStart(2,"0"),l=Array.from({length:24},(u,p)=>({value:o(p),text:e.clockHour(p)})),a=Array.from({length:60/On},(u,p)=>o(p*On));a.includes(s)||a.push(s);let d=a.sort().map(u=>({value:u,text:u}));return c`<fieldset class="field" aria-label=${r}>
    <span class="name">${r}</span>
    <span class="clock">
      ${ye(e.say("hour"),i,l,u=>n(`${u}:${s}`))}
      <span aria-hidden="true">:</span>
      ${ye(e.say("minute"),s,d,u=>n(`${i}:${u}`))}
    </span>
  </fieldset>`}var Gt=y`
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: none;
  }
  .group {
    margin-bottom: 16px;
  }
  legend,
  .name {
    display: block;
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
  .field {
    flex: 1 1 110px;
  }
  .field.wide {
    flex: 2 1 150px;
  }
  select {
    flex: 1;
    width: 100%;
    min-width: 0;
    min-height: 44px;
    padding: 0 10px;
    border: 1px solid var(--amps-line);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--amps-text) 4%, transparent);
    appearance: none;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  option {
    background: var(--amps-ground);
    color: var(--amps-text);
  }
  @media (max-width: 560px) {
    .field.wide {
      flex-basis: 100%;
    }
  }
  .clock {
    display: flex;
    align-items: center;
    gap: 4px;
    direction: ltr;
  }
  .clock select {
    text-align: center;
    text-align-last: center;
  }
  .slider {
    display: block;
    margin-bottom: 12px;
  }
  .slider .name {
    margin-bottom: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 40px;
  }
  output {
    min-width: 76px;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    text-align: end;
    white-space: nowrap;
  }
  input[type="range"] {
    flex: 1;
    min-width: 0;
    height: 28px;
    margin: 0;
    border-radius: 14px;
    background: none;
    appearance: none;
    cursor: pointer;
    --towards: right;
    --track: linear-gradient(
      to var(--towards),
      var(--tint, var(--primary-color)) var(--share),
      color-mix(in srgb, var(--amps-text) 16%, transparent) var(--share)
    );
  }
  input[type="range"]:dir(rtl) {
    --towards: left;
  }
  input::-webkit-slider-runnable-track {
    height: 8px;
    border-radius: 4px;
    background: var(--track);
  }
  input::-moz-range-track {
    height: 8px;
    border-radius: 4px;
    background: var(--track);
  }
  input::-webkit-slider-thumb {
    width: 22px;
    height: 22px;
    margin-top: -7px;
    border: 3px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--tint, var(--primary-color));
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.4);
    appearance: none;
  }
  input::-moz-range-thumb {
    width: 18px;
    height: 18px;
    border: 3px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--tint, var(--primary-color));
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.4);
  }
`;function J(r,t){return r.commands?.find(e=>e.command===t)}function Xt(r,t,e,n,i){let{level:s,capacity:o}=r;if(s==null||!o)return;let l=t==="charge"?1:t==="discharge"?-1:0,d=((e??(l>0?100:0))-s)*l;if(!l||d<=0)return;let u=n??J(r,t)?.parameters.power?.max,p=d/100*o,f=u&&u<100?u:void 0,m=f?p/f*36e5:void 0,v=m?Math.min(1,i/m):1;return{energy:p,lasts:m,level:s+d*v*l}}var Pr=[0,1,2,3,4,5,6],Tr=100,$e=class extends C{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},draft:{attribute:!1},window:{attribute:!1},actions:{attribute:!1},now:{type:Number},date:{state:!0},from:{state:!0},until:{state:!0},days:{state:!0},range:{state:!0},error:{state:!0},clashes:{state:!0},busy:{state:!0}}}static{this.styles=[...C.styles,Gt,y`
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
    `]}connectedCallback(){super.connectedCallback();let{zone:t}=this.words,e=k(this.draft.start,t);this.date=Wt(e),this.from=ce(e),this.until=ce(k(this.draft.end,t)),this.days=Yt(this.draft.repeat,gt(e)),this.range="this"}render(){let{words:t,window:e}=this,n=e?t.say("change_heading",{battery:this.battery}):t.say("plan_heading",{battery:this.battery});return this.frame(n,c`<form
        id="form"
        class=${z(this.draft.command)}
        @submit=${i=>{i.preventDefault(),this.save(!1)}}
      >
        ${this.commands()} ${this.parameters()} ${this.times()}
        ${e?.repeat?this.which():h}
        ${e?.repeat&&this.range==="this"?h:this.weekdays()}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error?this.alert(this.error):h}
      </form>`,c`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${t.say("cancel")}
        </button>
        ${this.clashes&&!e?c`<button
                type="button"
                class="button danger"
                ?disabled=${this.busy}
                @click=${()=>{this.save(!0)}}
              >
                ${t.say("replace")}
              </button>`:h}
        <button type="submit" form="form" class="button main" ?disabled=${this.busy}>
          ${t.say(e?"save":"plan_it")}
        </button>`)}commands(){let t=(this.plan.commands??[]).filter(e=>e.plannable);return c`<fieldset class="group">
      <legend>${this.words.say("what")}</legend>
      <div class="chips">
        ${t.map(({command:e})=>c`<button
            type="button"
            class="chip ${z(e)}"
            aria-pressed=${this.draft.command===e}
            @click=${()=>this.take(e)}
          >
            <ha-icon .icon=${W[e]}></ha-icon>${this.words.command(e)}
          </button>`)}
      </div>
    </fieldset>`}take(t){this.draft={...this.draft,command:t,target:null,power:null,reserve:null}}parameters(){let{words:t,draft:e}=this,n=J(this.plan,e.command)?.parameters??{},i=e.command==="discharge";return c`${n.target?this.slider("target",n.target,5,i,s=>t.percent(s)):h}
    ${n.power&&n.power.max<Tr?this.slider("power",n.power,.1,!1,s=>t.power(s)):h}
    ${n.reserve&&e.command==="auto_reserve"?this.slider("reserve",n.reserve,5,!0,s=>t.percent(s)):h}`}slider(t,{min:e,max:n},i,s,o){let{words:l}=this,a=s?e:n,d=this.draft[t]??a,u=t==="target"?s?"empty":"full":"unlimited";return Zt({label:l.say(`form_${t}`),min:e,max:n,step:i,value:d,text:d===a&&t!=="reserve"?l.say(u):o(d),set:p=>{this.draft={...this.draft,[t]:p===a?null:p}}})}times(){let{words:t}=this;return c`<div class="row">
      ${Mn(t.say("date"),this.date,this.now,t,e=>{this.date=e})}
      ${xe(t.say("from"),this.from,t,e=>{this.from=e})}
      ${xe(t.say("until"),this.until,t,e=>{this.until=e})}
    </div>`}which(){let t=["this","this_and_future","all"];return c`<fieldset class="group">
      <legend>${this.words.say("which")}</legend>
      <div class="chips">
        ${t.map(e=>c`<button
            type="button"
            class="chip"
            aria-pressed=${this.range===e}
            @click=${()=>{this.range=e}}
          >
            ${this.words.say(`which_${e}`)}
          </button>`)}
      </div>
    </fieldset>`}weekdays(){let{words:t,days:e}=this;if(!e)return c`<p class="name">${t.say("repeats_otherwise")}</p>`;let n=i=>{let s=new Set(e);s.delete(i)||s.add(i),this.days=s};return c`<fieldset class="group">
      <legend>${t.say("repeats_on")}</legend>
      <div class="chips days">
        ${Pr.map(i=>c`<button
            type="button"
            class="chip day"
            aria-pressed=${e.has(i)}
            aria-label=${t.weekday(i,"long")}
            @click=${()=>n(i)}
          >
            ${t.weekday(i,"short")}
          </button>`)}
      </div>
    </fieldset>`}preview(){let{words:t}=this,e=this.filled();if(!e)return h;let n=e.end-e.start,i=t.span(e.start,e.end,this.now),s=[`${t.title(e)}: ${i}, ${t.duration(n)}`],o=Xt(this.plan,e.command,e.target,e.power,n),l=o?.lasts!==void 0&&o.lasts>n;if(o&&e.target!==null){let a=t.energy(o.energy),d=t.percent(o.level),u={energy:a,level:d,now:t.percent(this.plan.level??0)};s.push(t.say(l?"preview_short":"preview_needs",u))}return this.alert(s.join(`
`),l?"note":"calm")}filled(){let{zone:t}=this.words,e=bt(this.date,this.from),n=bt(this.date,this.until);if(!e||!n)return;let i=this.until<=this.from?1:0,s=!this.window?.repeat||this.range!=="this",o=s&&this.days?Cn(this.days,gt(e)):0;e=R(e,o);let l=R(n,o+i),a=this.days?Tn(this.days):this.window?.repeat??null;return{...this.draft,start:E(e,t),end:E(l,t),repeat:s?a:null}}async save(t){let e=this.filled();if(!(!e||this.busy)){this.busy=!0,this.error=void 0;try{this.window?await this.actions.edit(this.window,e,this.range):await this.actions.schedule(this.deviceId,e,t),this.close()}catch(n){this.clashes=n.translation_key==="window_clash",this.error=await this.words.failure(this.hass,n)}finally{this.busy=!1}}}};customElements.define("amps-plan-dialog",$e);var Qt=6e4,Cr=[30,60,120],we=720,Or=1.5,_e=class extends C{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},actions:{attribute:!1},now:{type:Number},command:{state:!0},minutes:{state:!0},level:{state:!0},error:{state:!0},busy:{state:!0}}}static{this.styles=[...C.styles,Gt,y`
      .chips {
        margin-bottom: 16px;
      }
      .chips .chip {
        flex: 1 1 auto;
        min-height: 48px;
      }
    `]}connectedCallback(){super.connectedCallback(),this.command=J(this.plan,"charge")?"charge":"discharge",this.minutes=60,this.level=80}render(){let{words:t,plan:e,command:n}=this,i=["charge","discharge"].filter(o=>J(e,o)),s=J(e,n)?.parameters.target;return this.frame(t.say("boost_heading",{battery:this.battery}),c`<div class=${n}>
        <div class="chips">
          ${i.map(o=>this.chip(o===n,()=>this.take(o),t.command(o),W[o],o))}
        </div>
        <div class="chips">
          ${Cr.map(o=>this.chip(o===this.minutes,()=>{this.minutes=o},t.duration(o*Qt)))}
          ${s?this.chip(this.minutes===void 0,()=>{this.minutes=void 0},t.say("to_level")):h}
        </div>
        ${s&&this.minutes===void 0?this.slider(s):h}
        ${this.alert(this.promise(),"calm")}
        ${this.error?this.alert(this.error):h}
      </div>`,c`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${t.say("cancel")}
        </button>
        <button
          type="button"
          class="button main"
          ?disabled=${this.busy}
          @click=${()=>{this.start()}}
        >
          <ha-icon icon="mdi:flash"></ha-icon>${t.say("start")}
        </button>`)}chip(t,e,n,i,s=""){return c`<button
      type="button"
      class="chip ${s}"
      aria-pressed=${t}
      @click=${e}
    >
      ${i?c`<ha-icon .icon=${i}></ha-icon>`:h}${n}
    </button>`}take(t){this.command=t,this.level=t==="charge"?80:20}slider({min:t,max:e}){return Zt({label:this.words.say("form_target"),min:t,max:e,step:5,value:this.level,text:this.words.percent(this.level),set:n=>{this.level=n}})}wanted(){let{command:t,minutes:e,level:n}=this;if(e!==void 0)return{command:t,minutes:e,target:null};let i=Xt(this.plan,t,n,null,we*Qt),s=i?.lasts?i.lasts/Qt*Or:we,o=Math.min(we,Math.max(15,Math.ceil(s/5)*5));return{command:t,minutes:o,target:n}}promise(){let{words:t}=this,{target:e,minutes:n}=this.wanted(),i=t.time(this.now+n*Qt),s=t.command(this.command);return e===null?t.say("boost_until",{command:s,until:i}):t.say("boost_level",{command:s,level:t.percent(e),until:i})}async start(){this.busy=!0,this.error=void 0;try{await this.actions.boost(this.deviceId,this.wanted()),this.close()}catch(t){this.error=await this.words.failure(this.hass,t)}finally{this.busy=!1}}};customElements.define("amps-boost-dialog",_e);var ke=36e5,Mr=3e4,Rr={available:!0},Ae=class extends _{constructor(){super();this.feed=new ot(()=>this.requestUpdate());this.records=new Bt(()=>this.requestUpdate());this.now=Date.now(),this.asTable=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},now:{state:!0},opened:{state:!0},asTable:{state:!0},unfolded:{state:!0}}}static{this.styles=[j,at,sn]}connectedCallback(){super.connectedCallback(),this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now()},Mr),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.feed.stop()}shouldUpdate(e){let n=e.get("hass");return e.size>1||!e.has("hass")||!n?!0:n.locale!==this.hass.locale||n.localize!==this.hass.localize||n.devices!==this.hass.devices||n.connection!==this.hass.connection}willUpdate(){this.words?.isFor(this.hass)||(this.words=new P(this.hass),B(this.hass).then(()=>{this.words=new P(this.hass),this.requestUpdate()})),this.isConnected&&!Ut(this.config)&&this.subscribe()}async subscribe(){let e=Lt(this.config);await this.feed.subscribe(this.hass,{type:"amps/plan/subscribe",...e.length?{device_ids:e}:{},days_back:this.config.days_back??1,days_ahead:this.config.days_ahead??1});for(let n of Object.values(this.feed.known?.batteries??{}))this.records.follow(this.hass,n)}get ids(){let e=this.feed.known?.order;if(e)return e;let n=Lt(this.config);return n.length?n:Pt(this.hass).map(i=>i.id)}plan(e){return this.feed.known?.batteries[e]??Rr}name(e){return Z(this.hass.devices[e])||"Amps"}get span(){let{zone:e}=this.words??new P(this.hass),n={...k(this.now,e),hour:0,minute:0},i=this.config.days_back??1,s=this.config.days_ahead??1;return{start:E(R(n,-i),e),end:E(R(n,s+1),e)}}get actions(){return new Ot(this,this.hass,this.words??new P(this.hass))}render(){let{words:e}=this;if(!e)return h;let n=Ut(this.config);if(n){let s=e.say("bad_config",{field:n});return c`<ha-card><p class="empty" role="alert">${s}</p></ha-card>`}let{ids:i}=this;return c`<ha-card>
      ${this.config.title?c`<h1>${this.config.title}</h1>`:h}
      ${it(i,s=>s,s=>this.battery(s,Wr(i.indexOf(s),i.length),e))}
      ${i.length?h:c`<p class="empty">${e.say("no_batteries")}</p>`}
      ${this.feed.failed?c`<p class="empty">${e.say("not_allowed")}</p>`:h}
      ${this.dialog(e)}
    </ha-card>`}battery(e,n,i){let s=this.plan(e),o=n!=="both",l=!o||this.unfolded===e,{level:a}=this.records.of(s),d=u=>this.show(e,u);return c`<section aria-label=${this.name(e)}>
      ${un(s,i,this.name(e),[...o&&n!=="top"?[]:[this.tableButton()],{key:"plan_button",icon:"mdi:plus",press:()=>this.form(e,s)},...o?[this.unfoldButton(e)]:[]])}
      ${this.asTable?h:this.picture(e,s,n,i)}
      <div class=${this.asTable?"tables":"hidden"}>
        ${xn(s,a,this.span,this.now,i,this.asTable?d:void 0)}
      </div>
      ${mn(s,i,this.now,()=>{this.actions.attempt(()=>this.actions.resume(s))})}
      ${l&&(this.config.show_controls??!0)?this.controls(e,s,i):h}
    </section>`}picture(e,n,i,s){let{level:o,power:l}=this.records.of(n);return c`<amps-timeline
          .words=${s}
          .plan=${n}
          .name=${this.name(e)}
          .level=${o}
          .power=${l}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power??!0}
          ?compact=${i!=="both"}
          axis=${i}
          @amps-open=${a=>this.show(e,a.detail.window)}
          @amps-plan=${a=>this.form(e,n,a.detail.start)}
          @amps-scroll=${a=>this.align(a)}
          @amps-move=${a=>this.move(a)}
        ></amps-timeline>`}show(e,n){this.opened={kind:"window",id:e,window:n}}tableButton(){return{key:"table_button",icon:this.asTable?"mdi:chart-timeline":"mdi:table",pressed:this.asTable,press:()=>{this.asTable=!this.asTable}}}unfoldButton(e){let n=this.unfolded===e;return{key:"controls_button",icon:n?"mdi:chevron-up":"mdi:chevron-down",pressed:n,press:()=>{this.unfolded=n?void 0:e}}}controls(e,n,i){return fn(n,i,this.now,{mode:s=>this.setMode(n,s),boost:()=>{this.opened={kind:"boost",id:e}},stop:()=>{this.actions.attempt(()=>this.actions.stop(n))}})}setMode(e,n){let i=n.value;this.actions.attempt(()=>this.actions.setMode(e,i)).then(s=>{s||(n.value=e.mode??"")})}form(e,n,i){let s=n.commands?.find(u=>u.plannable)?.command;if(!s)return;let o=i??st(this.now+ke/2,ke/2),l=n.windows?.map(u=>Date.parse(u.start))??[],a=Math.min(...l.filter(u=>u>o),o+2*ke),d={command:s,start:o,end:a,target:null,power:null,reserve:null,repeat:null};this.opened={kind:"plan",id:e,draft:d,window:void 0}}change(e,n){let{command:i,target:s,power:o,reserve:l,repeat:a}=n,d={command:i??"charge",start:Date.parse(n.start),end:Date.parse(n.end??n.start),target:s,power:o,reserve:l,repeat:a};this.opened={kind:"plan",id:e,draft:d,window:n}}align({detail:e,currentTarget:n}){for(let i of this.renderRoot.querySelectorAll("amps-timeline"))i!==n&&i.showFrom(e.left)}async move(e){let{window:n,start:i,end:s}=e.detail,{command:o,target:l,power:a,reserve:d,repeat:u}=n,p=e.currentTarget,f={start:i,end:s,target:l,power:a,reserve:d,repeat:u};await this.actions.attempt(()=>this.actions.edit(n,{command:o??"charge",...f},"this"))||p.settled()}dialog(e){let{opened:n}=this;if(!n)return h;let i=this.plan(n.id),s=this.name(n.id),o=()=>{this.opened===n&&(this.opened=void 0)};switch(n.kind){case"window":return c`<amps-window-dialog
          .words=${e}
          .window=${n.window}
          .plan=${i}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${()=>this.change(n.id,n.window)}
        ></amps-window-dialog>`;case"plan":return c`<amps-plan-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${i}
          .deviceId=${n.id}
          .battery=${s}
          .draft=${n.draft}
          .window=${n.window}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-plan-dialog>`;case"boost":return c`<amps-boost-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${i}
          .deviceId=${n.id}
          .battery=${s}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-boost-dialog>`}}};function Wr(r,t){return t===1?"both":r===0?"top":r===t-1?"bottom":"none"}customElements.define("amps-battery-view",Ae);function Rn({plan:r}){return r.problem?0:r.available===!1?1:Ct(r.last?.outcome)?2:r.linked===!1?3:4}function Wn(r){return[...r].sort((t,e)=>Rn(t)-Rn(e)||t.name.localeCompare(e.name))}var Se=class extends _{constructor(){super();this.feed=new ot(()=>this.requestUpdate());this.search="",this.only=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},search:{state:!0},only:{state:!0},opened:{state:!0}}}static{this.styles=[j,at,y`
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
      .link {
        min-width: 0;
        padding: 8px 0;
        border: none;
        background: none;
        font-weight: inherit;
        text-align: start;
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
    `]}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.feed.stop()}willUpdate(){this.words?.isFor(this.hass)||(this.words=new P(this.hass),B(this.hass).then(()=>{this.words=new P(this.hass),this.requestUpdate()})),this.isConnected&&this.feed.subscribe(this.hass,{type:"amps/fleet/subscribe"})}updated(){let e=this.renderRoot.querySelector("dialog");e&&!e.open&&e.showModal()}render(){let{words:e}=this;if(!e)return h;let n=this.feed.known,i=(n?.order??[]).map(d=>({id:d,name:Z(this.hass.devices[d])||d,plan:n?.batteries[d]??{available:!1}})),s=i.filter(d=>It(d.plan)).length,o=this.search.toLocaleLowerCase(),l=Wn(i).filter(d=>d.name.toLocaleLowerCase().includes(o)&&(!this.only||It(d.plan))),a=["battery","level","does","next_column","last_column"];return c`<ha-card>
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
          >${e.say("counted",{shown:l.length,all:i.length})}</span
        >
      </div>
      <div role="table" aria-label=${e.say("fleet")}>
        <div role="row" class="head">
          ${a.map(d=>c`<span role="columnheader">${e.say(d)}</span>`)}
        </div>
        ${it(l,d=>d.id,d=>this.row(d,e))}
      </div>
      ${this.dialog(e)}
    </ha-card>`}row({id:e,name:n,plan:i},s){let o=Date.now(),{next:l,last:a}=i,d=l&&g(l)>o;return c`<div role="row" class="line" @click=${()=>this.show(e)}>
      <span role="cell" class="name">
        ${It(i)?c`<ha-icon icon="mdi:alert"></ha-icon
                ><span class="hidden">${s.say("problem")}</span>`:h}
        <button type="button" class="link" @click=${()=>this.show(e)}>
          <bdi>${n}</bdi>
        </button>
      </span>
      <span role="cell" class="level" style="--level: ${i.level??0}%"
        >${i.level==null?"–":s.percent(i.level)}</span
      >
      <span role="cell" class="wide">${i.available===!1?s.say("away"):Nt(i,s)}</span>
      <span role="cell" class="wide"
        >${d?`${s.title(l)}, ${s.span(b(l),l.end?g(l):null,o)}`:c`<span class="dim">${s.say("nothing_planned")}</span>`}</span
      >
      <span role="cell" class="wide result"
        >${a?.outcome?c`<ha-icon .icon=${L[a.outcome]}></ha-icon
                ><span
                  >${s.status(a.outcome)}${a.reason?`: ${s.reason(a.reason)}`:""}</span
                >`:c`<span class="dim">–</span>`}</span
      >
    </div>`}show(e){this.opened=e}dialog(e){let{opened:n}=this;return n?c`<dialog
      aria-label=${Z(this.hass.devices[n])}
      @close=${i=>{i.target===i.currentTarget&&(this.opened=void 0)}}
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
    </dialog>`:h}};customElements.define("amps-fleet-view",Se);async function Dr(r){await B(r).catch(()=>{});let t=new P(r),e=Pt(r).map(s=>s.id),n={title:t.say("view_cards"),path:"batteries",icon:"mdi:home-battery",type:"sections",max_columns:2,sections:(e.length?e:[void 0]).map(s=>({type:"grid",column_span:e.length>1?1:2,cards:[{type:"custom:amps-battery-card",...s?{device_id:[s]}:{},grid_options:{columns:"full"}}]}))},i={title:t.say("view_list"),path:"list",icon:"mdi:format-list-bulleted",type:"panel",cards:[{type:"custom:amps-fleet-card"}]};return e.length>ue?{title:"Amps",views:[i]}:{title:"Amps",views:e.length>1?[n,i]:[n]}}export{cn as check,er as configForm,Dr as dashboard};
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
