var Rt=globalThis,Wt=Rt.ShadowRoot&&(Rt.ShadyCSS===void 0||Rt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ge=Symbol(),Ye=new WeakMap,vt=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==ge)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(Wt&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=Ye.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&Ye.set(e,t))}return t}toString(){return this.cssText}},Ze=i=>new vt(typeof i=="string"?i:i+"",void 0,ge),$=(i,...t)=>{let e=i.length===1?i[0]:t.reduce((n,r,s)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+i[s+1],i[0]);return new vt(e,i,ge)},Xe=(i,t)=>{if(Wt)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=Rt.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,i.appendChild(n)}},be=Wt?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Ze(e)})(i):i;var{is:br,defineProperty:vr,getOwnPropertyDescriptor:yr,getOwnPropertyNames:xr,getOwnPropertySymbols:$r,getPrototypeOf:wr}=Object,Dt=globalThis,Qe=Dt.trustedTypes,_r=Qe?Qe.emptyScript:"",kr=Dt.reactiveElementPolyfillSupport,yt=(i,t)=>i,ve={toAttribute(i,t){switch(t){case Boolean:i=i?_r:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},tn=(i,t)=>!br(i,t),Je={attribute:!0,type:String,converter:ve,reflect:!1,useDefault:!1,hasChanged:tn};Symbol.metadata??=Symbol("metadata"),Dt.litPropertyMetadata??=new WeakMap;var N=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Je){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&vr(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:s}=yr(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let a=r?.call(this);s?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Je}static _$Ei(){if(this.hasOwnProperty(yt("elementProperties")))return;let t=wr(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(yt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(yt("properties"))){let e=this.properties,n=[...xr(e),...$r(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(be(r))}else t!==void 0&&e.push(be(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Xe(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:ve).toAttribute(e,n.type);this._$Em=t,s==null?this.removeAttribute(r):this.setAttribute(r,s),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let s=n.getPropertyOptions(r),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:ve;this._$Em=r;let a=o.fromAttribute(e,s.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,e,n,r=!1,s){if(t!==void 0){let o=this.constructor;if(r===!1&&(s=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??tn)(s,e)||n.useDefault&&n.reflect&&s===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:s},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),s!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,s]of this._$Ep)this[r]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,s]of n){let{wrapped:o}=s,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,s,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};N.elementStyles=[],N.shadowRootOptions={mode:"open"},N[yt("elementProperties")]=new Map,N[yt("finalized")]=new Map,kr?.({ReactiveElement:N}),(Dt.reactiveElementVersions??=[]).push("2.1.2");var xe=globalThis,en=i=>i,Lt=xe.trustedTypes,nn=Lt?Lt.createPolicy("lit-html",{createHTML:i=>i}):void 0,$e="$lit$",I=`lit$${Math.random().toFixed(9).slice(2)}$`,we="?"+I,Ar=`<${we}>`,J=document,$t=()=>J.createComment(""),wt=i=>i===null||typeof i!="object"&&typeof i!="function",_e=Array.isArray,cn=i=>_e(i)||typeof i?.[Symbol.iterator]=="function",ye=`[ 	
\f\r]`,xt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,rn=/-->/g,sn=/>/g,X=RegExp(`>|${ye}(?:([^\\s"'>=/]+)(${ye}*=${ye}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),on=/'/g,an=/"/g,dn=/^(?:script|style|textarea|title)$/i,ke=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),d=ke(1),D=ke(2),Bi=ke(3),O=Symbol.for("lit-noChange"),m=Symbol.for("lit-nothing"),ln=new WeakMap,Q=J.createTreeWalker(J,129);function pn(i,t){if(!_e(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return nn!==void 0?nn.createHTML(t):t}var un=(i,t)=>{let e=i.length-1,n=[],r,s=t===2?"<svg>":t===3?"<math>":"",o=xt;for(let a=0;a<e;a++){let l=i[a],c,p,u=-1,f=0;for(;f<l.length&&(o.lastIndex=f,p=o.exec(l),p!==null);)f=o.lastIndex,o===xt?p[1]==="!--"?o=rn:p[1]!==void 0?o=sn:p[2]!==void 0?(dn.test(p[2])&&(r=RegExp("</"+p[2],"g")),o=X):p[3]!==void 0&&(o=X):o===X?p[0]===">"?(o=r??xt,u=-1):p[1]===void 0?u=-2:(u=o.lastIndex-p[2].length,c=p[1],o=p[3]===void 0?X:p[3]==='"'?an:on):o===an||o===on?o=X:o===rn||o===sn?o=xt:(o=X,r=void 0);let h=o===X&&i[a+1].startsWith("/>")?" ":"";s+=o===xt?l+Ar:u>=0?(n.push(c),l.slice(0,u)+$e+l.slice(u)+I+h):l+I+(u===-2?a:h)}return[pn(i,s+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},_t=class i{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let s=0,o=0,a=t.length-1,l=this.parts,[c,p]=un(t,e);if(this.el=i.createElement(c,n),Q.currentNode=this.el.content,e===2||e===3){let u=this.el.content.firstChild;u.replaceWith(...u.childNodes)}for(;(r=Q.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let u of r.getAttributeNames())if(u.endsWith($e)){let f=p[o++],h=r.getAttribute(u).split(I),v=/([.?@])?(.*)/.exec(f);l.push({type:1,index:s,name:v[2],strings:h,ctor:v[1]==="."?zt:v[1]==="?"?Ut:v[1]==="@"?Nt:et}),r.removeAttribute(u)}else u.startsWith(I)&&(l.push({type:6,index:s}),r.removeAttribute(u));if(dn.test(r.tagName)){let u=r.textContent.split(I),f=u.length-1;if(f>0){r.textContent=Lt?Lt.emptyScript:"";for(let h=0;h<f;h++)r.append(u[h],$t()),Q.nextNode(),l.push({type:2,index:++s});r.append(u[f],$t())}}}else if(r.nodeType===8)if(r.data===we)l.push({type:2,index:s});else{let u=-1;for(;(u=r.data.indexOf(I,u+1))!==-1;)l.push({type:7,index:s}),u+=I.length-1}s++}}static createElement(t,e){let n=J.createElement("template");return n.innerHTML=t,n}};function tt(i,t,e=i,n){if(t===O)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,s=wt(t)?void 0:t._$litDirective$;return r?.constructor!==s&&(r?._$AO?.(!1),s===void 0?r=void 0:(r=new s(i),r._$AT(i,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=tt(i,r._$AS(i,t.values),r,n)),t}var Ht=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??J).importNode(e,!0);Q.currentNode=r;let s=Q.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let c;l.type===2?c=new at(s,s.nextSibling,this,t):l.type===1?c=new l.ctor(s,l.name,l.strings,this,t):l.type===6&&(c=new It(s,this,t)),this._$AV.push(c),l=n[++a]}o!==l?.index&&(s=Q.nextNode(),o++)}return Q.currentNode=J,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},at=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=m,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=tt(this,t,e),wt(t)?t===m||t==null||t===""?(this._$AH!==m&&this._$AR(),this._$AH=m):t!==this._$AH&&t!==O&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):cn(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==m&&wt(this._$AH)?this._$AA.nextSibling.data=t:this.T(J.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=_t.createElement(pn(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let s=new Ht(r,this),o=s.u(this.options);s.p(e),this.T(o),this._$AH=s}}_$AC(t){let e=ln.get(t.strings);return e===void 0&&ln.set(t.strings,e=new _t(t)),e}k(t){_e(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let s of t)r===e.length?e.push(n=new i(this.O($t()),this.O($t()),this,this.options)):n=e[r],n._$AI(s),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=en(t).nextSibling;en(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},et=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,s){this.type=1,this._$AH=m,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=m}_$AI(t,e=this,n,r){let s=this.strings,o=!1;if(s===void 0)t=tt(this,t,e,0),o=!wt(t)||t!==this._$AH&&t!==O,o&&(this._$AH=t);else{let a=t,l,c;for(t=s[0],l=0;l<s.length-1;l++)c=tt(this,a[n+l],e,l),c===O&&(c=this._$AH[l]),o||=!wt(c)||c!==this._$AH[l],c===m?t=m:t!==m&&(t+=(c??"")+s[l+1]),this._$AH[l]=c}o&&!r&&this.j(t)}j(t){t===m?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},zt=class extends et{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===m?void 0:t}},Ut=class extends et{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==m)}},Nt=class extends et{constructor(t,e,n,r,s){super(t,e,n,r,s),this.type=5}_$AI(t,e=this){if((t=tt(this,t,e,0)??m)===O)return;let n=this._$AH,r=t===m&&n!==m||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,s=t!==m&&(n===m||r);r&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},It=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){tt(this,t)}},mn={M:$e,P:I,A:we,C:1,L:un,R:Ht,D:cn,V:tt,I:at,H:et,N:Ut,U:Nt,B:zt,F:It},Pr=xe.litHtmlPolyfillSupport;Pr?.(_t,at),(xe.litHtmlVersions??=[]).push("3.3.3");var hn=(i,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let s=e?.renderBefore??null;n._$litPart$=r=new at(t.insertBefore($t(),s),s,void 0,e??{})}return r._$AI(i),r};var Ae=globalThis,A=class extends N{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=hn(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return O}};A._$litElement$=!0,A.finalized=!0,Ae.litElementHydrateSupport?.({LitElement:A});var Sr=Ae.litElementPolyfillSupport;Sr?.({LitElement:A});(Ae.litElementVersions??=[]).push("4.2.2");var lt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ct=i=>(...t)=>({_$litDirective$:i,values:t}),j=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Or}=mn,fn=i=>i;var gn=()=>document.createComment(""),dt=(i,t,e)=>{let n=i._$AA.parentNode,r=t===void 0?i._$AB:t._$AA;if(e===void 0){let s=n.insertBefore(gn(),r),o=n.insertBefore(gn(),r);e=new Or(s,o,i,i.options)}else{let s=e._$AB.nextSibling,o=e._$AM,a=o!==i;if(a){let l;e._$AQ?.(i),e._$AM=i,e._$AP!==void 0&&(l=i._$AU)!==o._$AU&&e._$AP(l)}if(s!==r||a){let l=e._$AA;for(;l!==s;){let c=fn(l).nextSibling;fn(n).insertBefore(l,r),l=c}}}return e},B=(i,t,e=i)=>(i._$AI(t,e),i),Er={},bn=(i,t=Er)=>i._$AH=t,vn=i=>i._$AH,jt=i=>{i._$AR(),i._$AA.remove()};var yn=(i,t,e)=>{let n=new Map;for(let r=t;r<=e;r++)n.set(i[r],r);return n},nt=ct(class extends j{constructor(i){if(super(i),i.type!==lt.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let r=[],s=[],o=0;for(let a of i)r[o]=n?n(a,o):o,s[o]=e(a,o),o++;return{values:s,keys:r}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,n]){let r=vn(i),{values:s,keys:o}=this.dt(t,e,n);if(!Array.isArray(r))return this.ut=o,s;let a=this.ut??=[],l=[],c,p,u=0,f=r.length-1,h=0,v=s.length-1;for(;u<=f&&h<=v;)if(r[u]===null)u++;else if(r[f]===null)f--;else if(a[u]===o[h])l[h]=B(r[u],s[h]),u++,h++;else if(a[f]===o[v])l[v]=B(r[f],s[v]),f--,v--;else if(a[u]===o[v])l[v]=B(r[u],s[v]),dt(i,l[v+1],r[u]),u++,v--;else if(a[f]===o[h])l[h]=B(r[f],s[h]),dt(i,r[u],r[f]),f--,h++;else if(c===void 0&&(c=yn(o,h,v),p=yn(a,u,f)),c.has(a[u]))if(c.has(a[f])){let y=p.get(o[h]),_=y!==void 0?r[y]:null;if(_===null){let Z=dt(i,r[u]);B(Z,s[h]),l[h]=Z}else l[h]=B(_,s[h]),dt(i,r[u],_),r[y]=null;h++}else jt(r[f]),f--;else jt(r[u]),u++;for(;h<=v;){let y=dt(i,l[v+1]);B(y,s[h]),l[h++]=y}for(;u<=f;){let y=r[u++];y!==null&&jt(y)}return this.ut=o,bn(i,l),O}});function L(i,t){return i.absence?"skipped":i.runs_on?"active":i.state==="suggested"?"suggested":i.outcome?i.outcome:i.state!=="planned"||i.origin==="manual"?i.state:t?i.retrying?"retrying":"planned":"paused"}function b(i){return Date.parse(i.start)}function g(i){return i.end?Date.parse(i.end):b(i)+30*6e4}var Tr=new Set(["plan","goal","automatic"]);function Bt(i){let t=i.state==="ended"||i.runs_on;return Tr.has(i.origin)&&i.state!=="suggested"&&!t&&!i.absence}function rt(i,t){return Bt(i)&&i.state!=="active"&&b(i)>t}function xn(i,t){return i.absence==="skipped"&&g(i)>t&&!!i.original}function Gt(i){return i==="failed"||i==="missed"||i==="incomplete"}function T(i){return i==="charge"||i==="discharge"||i==="idle"?i:"auto"}function G(i){return`${i.device_id}/${i.uid}/${i.original??i.start}`}var Cr=6e4;function F(i,t){return i.outcome?i.outcome:i.state==="ended"?"ended":t?i.reason?"at_risk":i.state:"paused"}function pt(i,t){return i==="active"?t.say("goal_begun"):t.status(i)}function kt(i){let t=/^(?:(\d+) days?, )?(\d+):(\d{2}):\d{2}$/.exec(i??"");if(!t)return;let[e=0,n=0,r=0]=t.slice(1).map(s=>Number(s??0));return(e*24+n)*60+r}function H(i,t){let e=kt(i.duration)??null;return Pe({...i,end:g(i),minutes:e},t)}function Pe({command:i,target:t,end:e,minutes:n},r){let s=r.say(i==="discharge"?"empty":"full"),o=t===null?s:r.percent(t),a=n===null?o:r.duration(n*Cr);return r.say("goal_by",{what:a,time:r.time(e)})}function Ft(i,t){return(t.windows??[]).filter(e=>e.origin==="goal"&&e.source===i.uid&&!e.absence&&b(e)<g(i)&&g(e)>b(i))}function $n(i,t){if(i.origin==="goal")return t.goals?.find(e=>Ft(e,t).includes(i))}function P(i,t,e={}){i.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:e}))}function wn(i){history.pushState(null,"",i),P(window,"location-changed",{replace:!1})}function Vt(i){return Object.values(i.devices).filter(t=>!t.disabled_by&&t.identifiers.some(([e])=>e==="amps")).sort((t,e)=>it(t).localeCompare(it(e)))}function it(i){return i?.name_by_user||i?.name||""}var Mr=1e4;function Pt(i){return{command:i.command??"charge",start:b(i),end:g(i),target:i.target,power:i.power,reserve:i.reserve,repeat:i.repeat,aim:"in_one_go"in i?Rr(i):null}}function Rr({duration:i,max_price:t,min_price:e,in_one_go:n}){return{duration:kt(i)??null,max_price:t,min_price:e,in_one_go:n}}function _n({uid:i,repeat:t,original:e},n){return{uid:i,original:t?e:null,range:t?n:"all"}}function kn(i){return"origin"in i&&i.origin!=="plan"}var At=i=>new Date(i).toISOString();function Wr(i){let t={};for(let e of["target","power","reserve"]){let n=i[e];n!==null&&(t[e]=n)}return t}function Pn({duration:i,in_one_go:t,...e}){let n=Object.entries(e).filter(([,r])=>r!==null);return{in_one_go:t,...i===null?{}:{duration:{minutes:i}},...Object.fromEntries(n)}}function An({aim:i,start:t,end:e,...n}){let r=i?{goal:!0,...Pn(i)}:{};return{...n,...r,start:At(t),end:At(e)}}var qt=class{constructor(t,e,n){this.element=t;this.hass=e;this.words=n}async schedule(t,e,n=!1){let r=await this.add(t,e,n);this.told("planned",e,async()=>{r&&await this.cancelWindow(t,r,void 0,"all")})}async edit(t,e,n){let r=Pt(t);await this.change(t,e,n);let s=n==="this_and_future"||kn(t)?void 0:()=>this.change({...t,start:At(e.start)},r,n);this.told("changed",e,s)}async cancel(t,e){await this.cancelWindow(t.device_id,t.uid,t.start,e);let n=t.repeat&&e==="this",r=kn(t)?void 0:()=>this.restore(t,n?t.original:null);this.told(n?"skipped":"deleted",Pt(t),r)}async accept(t,e){let n=e===void 0?{}:{uid:e};await this.call("amps","accept_plan",{device_id:[t],...n})}async decline(t){await this.cancelWindow(t.device_id,t.uid,void 0,"this")}preview(t,e,n,r){return this.hass.callWS({type:"amps/plan/preview",device_id:t,...n?_n(n,r):{},...An(e)})}async restore(t,e){let{device_id:n,uid:r}=t;await this.hass.callWS({type:"amps/plan/restore",device_id:n,uid:r,original:e})}async boost(t,{command:e,target:n,minutes:r}){await this.call("amps","send_command",{device_id:[t],command:e,duration:{minutes:r},...n===null?{}:{target:n}})}async stop(t){await this.call("button","press",{entity_id:t.entities?.stop})}async setMode(t,e){let n=t.entities?.operation_mode;await this.call("select","select_option",{entity_id:n,option:e})}async resume(t){await this.call("switch","turn_on",{entity_id:t.entities?.plan_enabled})}async attempt(t){try{return await t(),!0}catch(e){let n=await this.words.failure(this.hass,e);return P(this.element,"hass-notification",{message:n}),!1}}async add(t,e,n){let r={device_id:[t],command:e.command,start:At(e.start),end:At(e.end),...Wr(e),...e.aim?Pn(e.aim):{},...e.repeat?{repeat:e.repeat}:{},replace:n},s=e.aim?"schedule_goal":"schedule_window",{response:o}=await this.call("amps",s,r,!0),[a]=Object.values(o??{});return a?.[0]?.uid}async change(t,e,n){await this.hass.callWS({type:"amps/plan/edit",device_id:t.device_id,..._n(t,n),...An(e)})}async cancelWindow(t,e,n,r){let s={device_id:[t],uid:e,range:r};await this.call("amps","cancel_window",n?{...s,occurrence:n}:s)}call(t,e,n,r=!1){return this.hass.callService(t,e,n,void 0,!1,r)}told(t,e,n){let{words:r}=this,s=r.title(e),o=r.span(e.start,e.end,Date.now()),a=n&&{text:r.say("undo"),action:()=>{this.attempt(n)}};P(this.element,"hass-notification",{message:r.say(`told_${t}`,{what:s,when:o}),duration:Mr,dismissable:!0,...a?{action:a}:{}})}};var Sn=new Map;function Dr(i){let t=Sn.get(i);return t||(t=new Intl.DateTimeFormat("en-US",{timeZone:i,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),Sn.set(i,t)),t}function S(i,t){let e={};for(let{type:l,value:c}of Dr(t).formatToParts(i))e[l]=Number(c);let{year:n=0,month:r=0,day:s=0,hour:o=0,minute:a=0}=e;return{year:n,month:r,day:s,hour:o,minute:a}}function Yt(i){return Date.UTC(i.year,i.month-1,i.day,i.hour,i.minute)}function St(i,t){return Yt(S(i,t))-Math.floor(i/6e4)*6e4}function C(i,t){let e=Yt(i),n=St(e-24*36e5,t),r=St(e+24*36e5,t);for(let s of[n,r])if(St(e-s,t)===s)return e-s;return Lr(e-24*36e5,e+24*36e5,t)}function Lr(i,t,e){let[n,r]=[i,t],s=St(n,e);for(;r-n>6e4;){let o=Math.floor((n+r)/2/6e4)*6e4;St(o,e)===s?n=o:r=o}return r}function z(i,t,e=0){let n=new Date(Yt(i)+t*24*36e5+e*6e4);return{year:n.getUTCFullYear(),month:n.getUTCMonth()+1,day:n.getUTCDate(),hour:n.getUTCHours(),minute:n.getUTCMinutes()}}function Ot(i){return(new Date(Yt(i)).getUTCDay()+6)%7}function st(i,t){return C({...S(i,t),hour:0,minute:0},t)}var Kt=i=>String(i).padStart(2,"0");function Zt(i){return`${i.year}-${Kt(i.month)}-${Kt(i.day)}`}function Se(i){return`${Kt(i.hour)}:${Kt(i.minute)}`}function Et(i,t){let e=/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(`${i}T${t}`);if(!e)return;let[n,r,s,o,a]=e.slice(1).map(Number);return{year:n,month:r,day:s,hour:o,minute:a}}var On=5*6e4;function x(i,{start:t,end:e}){let n=(i-t)/(e-t);return Math.min(1,Math.max(0,n))*100}function En(i,t){let e=i.filter(([o])=>o<=t),[n,r]=[e.at(-1),i[e.length]];if(!n||!r)return e;let s=(t-n[0])/(r[0]-n[0]);return[...e,[t,n[1]+s*(r[1]-n[1])]]}function Tn(i,{start:t,end:e}){return t+Math.min(1,Math.max(0,i))*(e-t)}function Xt(i,t=On){return Math.round(i/t)*t}function ut(i,t=On){return Math.ceil(i/t)*t}function Tt(i,t){let e=[],n=st(i.start,t);for(;n<i.end&&e.length<40;){let r=C(z({...S(n,t),hour:0,minute:0},1),t);e.push({start:Math.max(n,i.start),end:Math.min(r,i.end)}),n=r}return e}function Qt(i,t,e){return Tt(i,t).flatMap(n=>{let r=S(n.start,t),s=[];for(let o=0;o<24;o+=e){let a=C({...r,hour:o,minute:0},t);a>=i.start&&a<i.end&&s.push(a)}return s})}var Cn=$`
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
  .risk {
    color: var(--amps-text);
  }
  .risk ha-icon {
    color: var(--error-color, #db4437);
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
`;var Rn=36e5,Mn=24*Rn,Hr="component.amps.config_panel.card",Jt="component.amps.entity.calendar.plan.state_attributes",zr="component.amps.entity.select.operation_mode.state",Oe=new Map;function V(i){let{language:t}=i.locale,e=Oe.get(t);return e||(e=i.loadBackendTranslation("config_panel","amps"),Oe.set(t,e),e.catch(()=>Oe.delete(t))),e}var M=class{constructor(t){this.zone=t.config.time_zone,this.language=t.locale.language,this.localize=t.localize,this.currency=t.config.currency??"EUR";let e=t.locale.time_format;this.hour12=e==="12"||e!=="24"&&Ur(e,this.language),this.padded=this.hour12?"numeric":"2-digit"}isFor(t){return this.localize===t.localize&&this.zone===t.config.time_zone}say(t,e){return this.localize(`${Hr}.${t}`,e)}command(t){return t?this.localize(`${zr}.${t}`):"?"}status(t){return this.localize(`${Jt}.status.state.${t}`)||this.say(`status_${t}`)||t}reason(t){return this.localize(`${Jt}.reason.state.${t}`)||t}origin(t){return this.localize(`${Jt}.origin.state.${t}`)||t}originName(){return this.localize(`${Jt}.origin.name`)}title(t){let e=this.command(t.command);return t.target!==null?this.say("title_target",{command:e,level:this.percent(t.target)}):t.reserve!==null&&t.command==="auto_reserve"?this.say("title_reserve",{command:e,level:this.percent(t.reserve)}):e}number(t,e=1){return new Intl.NumberFormat(this.language,{maximumFractionDigits:e}).format(t)}percent(t){return new Intl.NumberFormat(this.language,{style:"percent",maximumFractionDigits:0}).format(t/100)}power(t){return`${this.number(Math.abs(t),2)} kW`}energy(t){return`${this.number(t)} kWh`}money(t,e=this.currency,n=2){return new Intl.NumberFormat(this.language,{style:"currency",currency:e,maximumFractionDigits:n}).format(t)}price(t,e){return`${this.money(t,e,3)}/kWh`}time(t){return this.format({hour:this.padded,minute:"2-digit"},t)}hour(t){return this.hour12?this.format({hour:"numeric"},t):this.time(t)}clockHour(t){return new Intl.DateTimeFormat(this.language,{timeZone:"UTC",hour:this.padded,hourCycle:this.hour12?"h12":"h23"}).formatToParts(t*Rn).filter(({type:e,value:n})=>e!=="literal"||n.trim()==="").map(({value:e})=>e).join("").trim()}day(t,e){let n=Math.round((st(t,this.zone)-st(e,this.zone))/Mn);return Math.abs(n)<=1?new Intl.RelativeTimeFormat(this.language,{numeric:"auto"}).format(n,"day"):this.format({weekday:"short",day:"numeric",month:"short"},t)}weekday(t,e){return new Intl.DateTimeFormat(this.language,{weekday:e,timeZone:"UTC"}).format(Date.UTC(2024,0,1+t))}span(t,e,n){let r=`${this.day(t,n)} ${this.time(t)}`;if(e===null)return r;let s=e>t?e-1:e,o=st(s,this.zone)===st(t,this.zone),a=e-t<Mn,l=this.time(e);return o||a?`${r} – ${l}`:`${r} – ${this.day(e,n)} ${l}`}duration(t){let e=Math.max(0,Math.round(t/6e4)),n=(o,a)=>new Intl.NumberFormat(this.language,{style:"unit",unit:a,unitDisplay:"short"}).format(o),r=Math.floor(e/60),s=e%60;return r?s?`${n(r,"hour")} ${n(s,"minute")}`:n(r,"hour"):n(s,"minute")}async failure(t,e){let n=e??{},{translation_domain:r,translation_key:s}=n;if(r&&s){let o=await t.loadBackendTranslation("exceptions",r).catch(()=>{}),a=n.translation_placeholders,l=o?.(`component.${r}.exceptions.${s}.message`,a);if(l)return l}return n.message||this.say("failed")}format(t,e){return new Intl.DateTimeFormat(this.language,{timeZone:this.zone,...t.hour?{hourCycle:this.hour12?"h12":"h23"}:{},...t}).format(e)}};function k(i,t){return i.charAt(0).toLocaleUpperCase(t)+i.slice(1)}function Ur(i,t){let e=i==="system"?void 0:t,{hourCycle:n}=new Intl.DateTimeFormat(e,{hour:"numeric"}).resolvedOptions();return n==="h11"||n==="h12"}var Ee=12,Dn=7;function te(i){let{device_id:t}=i;return t===void 0?[]:typeof t=="string"?[t]:t}function ee(i){let t=te(i);return!(Array.isArray(t)&&t.every(n=>typeof n=="string"))||t.length>Ee?"device_id":["days_back","days_ahead"].find(n=>{let r=i[n]??0;return!Number.isInteger(r)||r<0||r>Dn})}function Ln(i){let t=ee(i);if(t)throw new Error(t)}var Wn={number:{min:0,max:Dn,mode:"box"}};async function Nr(){let i=document.querySelector("home-assistant");i?.hass&&await V(i.hass).catch(()=>{});let t=(e,n)=>(e??i?.hass?.localize)?.(`component.amps.config_panel.card.${n}`)??"";return{schema:[{name:"device_id",selector:{device:{multiple:!0,filter:[{integration:"amps"}]}}},{name:"title",selector:{text:{}}},{type:"grid",name:"",schema:[{name:"days_back",default:1,selector:Wn},{name:"days_ahead",default:1,selector:Wn},{name:"show_power",default:!0,selector:{boolean:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}}]}],computeLabel:({name:e},n)=>e&&t(n,`editor_${e}`),computeHelper:({name:e},n)=>e&&t(n,`editor_${e}_help`),assertConfig:Ln}}function Ir(i,t){let e={...i?.batteries};for(let[n,r]of Object.entries(t.batteries??{}))e[n]={...e[n],...r};return{order:t.order??i?.order??[],batteries:e}}var mt=class{constructor(t){this.changed=t;this.failed=!1;this.asked="";this.round=0}async subscribe(t,e){let n=JSON.stringify(e);if(n===this.asked)return;this.stop(),this.asked=n;let r=this.round;try{let s=await t.connection.subscribeMessage(o=>{r===this.round&&(this.known=Ir(this.known,o),this.changed())},e);r===this.round?this.end=s:s().catch(()=>{})}catch{if(r!==this.round)return;this.failed=!0,this.changed()}}stop(){this.end?.().catch(()=>{}),this.end=void 0,this.asked="",this.failed=!1,this.round++}};var U={charge:"mdi:battery-arrow-up",discharge:"mdi:battery-arrow-down",idle:"mdi:pause-circle-outline",auto_balanced:"mdi:scale-balance",auto_reserve:"mdi:shield-half-full",auto_export:"mdi:transmission-tower-export"},R={suggested:"mdi:lightbulb-outline",planned:"mdi:clock-outline",paused:"mdi:pause",retrying:"mdi:refresh",sent:"mdi:cloud-check-outline",active:"mdi:play",done:"mdi:check",accepted:"mdi:help-circle-outline",incomplete:"mdi:circle-half-full",failed:"mdi:alert",missed:"mdi:close-thick",cancelled:"mdi:cancel",skipped:"mdi:skip-next",ended:"mdi:circle-medium"},ht=i=>i==="at_risk"?"mdi:alert-outline":jr[i]??R[i],jr={planned:"mdi:flag-outline",active:"mdi:flag"};function Ct({why:i,saves:t},e,n){if(!i)return"";let{kind:r,price:s,other_price:o,at:a}=i,l=e.prices?.currency;return n.say(`why_${r}`,{price:s===null?"":n.money(s,l,3),other_price:o===null?"":n.price(o,l),time:a===null?"":n.time(Date.parse(a)),saves:n.money(t??0,l)})}var Br=.05,Gr=24*36e5;function ne(i,t){let e=[];return i.linked===!1?e.push(t.say("not_linked")):i.power!=null&&e.push(Fr(i.power,t)),i.mode&&e.push(t.command(i.mode)),e.join(" · ")}function Fr(i,t){if(Math.abs(i)<Br)return t.say("resting");let e=i>0?"charging":"discharging";return t.say(e,{power:t.power(i)})}function Te(i,t){return i.windows?.filter(n=>n.state==="active"&&!n.absence&&(n.end===null||g(n)>t))?.at(-1)}function Hn(i,t,e){if(!i.available)return{icon:"mdi:cloud-off-outline",text:t.say("away")};let n=Te(i,e);if(n)return Vr(n,i,t,e);let r=i.next;return i.enabled===!1?{icon:"mdi:pause",text:t.say("paused")}:!r||g(r)<=e?{icon:"mdi:calendar-blank-outline",text:t.say("nothing_planned")}:{icon:U[r.command??"idle"],text:t.say("next",{what:t.title(r),when:t.span(b(r),r.end?g(r):null,e)}),detail:Ct(r,i,t)||t.say(r.state==="sent"?"held_by_amps":"held_here")}}function Vr(i,t,e,n){let r=R.active,s=e.title(i),o=i.origin==="plan"?"":e.origin(i.origin),a=Ct(i,t,e)||(o?k(o):e.say("runs_by_plan"));if(i.end===null)return{icon:r,text:e.say("runs",{what:s}),detail:a};let l=g(i),c={what:s,until:e.time(l),left:e.duration(l-n)};return{icon:r,text:e.say("runs_until",c),detail:a}}function zn(i,t,e){let{last:n}=i;if(!n?.outcome)return;let r=Date.parse(n.end);if(e-r>7*Gr)return;let s=n.level===null?"":t.percent(n.level),o=n.reason?t.reason(n.reason):"",a=[t.status(n.outcome),o,s].filter(Boolean).join(", "),l={what:t.title({...n,reserve:null}),how:a};return{icon:R[L({...n,absence:null},!0)],text:t.say("last",{...l,when:t.day(r,e)})}}function re(i){return!!i.problem||i.available===!1||Gt(i.last?.outcome)}function ie(i){let t=[];return i?.forEach(([e,n],r)=>{let s=i[r+1];n!==null&&s&&t.push({start:Date.parse(e),end:Date.parse(s[0]),price:n})}),t}function Un(i,t){return ie(i.prices?.steps).find(n=>n.start<=t&&t<n.end)?.price}function se(i,t,e){let n=ie(i.prices?.steps).filter(l=>l.start<e&&l.end>t),[r,...s]=n;if(!r)return;let[o,a]=[r,r];for(let l of s)l.price<o.price&&(o=l),l.price>a.price&&(a=l);return{low:o,high:a}}var qr=2;function Nn(i,t,e,n,r){let s=i.level??void 0;return d`<header>
    <div class="glyph" style="--level: ${s??0}%" aria-hidden="true"></div>
    <div class="names">
      <h2>
        <bdi>${n}</bdi>
        <span class="level">${s===void 0?"":t.percent(s)}</span>
      </h2>
      <p class="doing">${[ne(i,t),Kr(i,t,e)].filter(Boolean).join(" · ")}</p>
    </div>
    ${r.map(({key:o,icon:a,pressed:l,press:c})=>{let p=t.say(o);return d`<button
        type="button"
        class="icon-button"
        aria-label=${p}
        title=${p}
        aria-pressed=${l??m}
        @click=${c}
      >
        <ha-icon .icon=${a}></ha-icon>
      </button>`})}
  </header>`}function Kr(i,t,e){let n=Un(i,e);return n===void 0?"":t.price(n,i.prices?.currency)}function In(i,t,e,n){let s=i.windows!==void 0||!i.available?Hn(i,t,e):{icon:"",text:"",detail:""},o=zn(i,t,e);return d`<div class="sentences">
    <div class="next">
      <ha-icon .icon=${s.icon}></ha-icon>
      <p>${s.text}<span class="detail">${s.detail??""}</span></p>
      ${i.enabled===!1&&i.entities?.plan_enabled?d`<button type="button" class="button" @click=${n.resume}>
              ${t.say("resume")}
            </button>`:m}
    </div>
    ${Yr(i,t,n.accept)} ${Zr(i,t)}
    <div class="last">
      ${o?d`<ha-icon .icon=${o.icon}></ha-icon>
              <p>${o.text}</p>`:m}
    </div>
    ${i.problem?d`<button
            type="button"
            class="problem"
            @click=${()=>wn("/config/repairs")}
          >
            <ha-icon icon="mdi:alert"></ha-icon><span>${t.say("problem")}</span>
          </button>`:m}
  </div>`}function Yr(i,t,e){let n=i.windows?.filter(o=>o.state==="suggested")??[];if(!n.length)return m;let r=n.reduce((o,a)=>o+(a.saves??0),0),s=t.money(r,i.prices?.currency);return d`<div class="next suggestion">
    <ha-icon .icon=${R.suggested}></ha-icon>
    <p>
      ${t.say("suggested",{count:n.length})}
      <span class="detail">${r>0?t.say("suggested_saves",{amount:s}):""}</span>
    </p>
    <button type="button" class="button main" @click=${e}>
      ${t.say(n.length>1?"accept_all":"accept")}
    </button>
  </div>`}function Zr(i,t){return(i.goals??[]).filter(n=>F(n,i.enabled??!0)==="at_risk").slice(0,qr).map(n=>{let r=t.reason(n.reason??"");return d`<div class="last risk">
      <ha-icon .icon=${ht("at_risk")}></ha-icon>
      <p>${t.say("goal_risk",{asked:H(n,t),reason:r})}</p>
    </div>`})}function jn(i,t,e,n){let r=Te(i,e),s=i.commands?.some(a=>a.command==="charge"||a.command==="discharge"),o=i.commands?.map(a=>a.command)??[];return d`<div class="controls">
    <label class="mode">
      <span>${t.say("mode")}</span>
      <select
        ?disabled=${!i.entities?.operation_mode}
        @change=${a=>n.mode(a.target)}
      >
        ${o.map(a=>d`<option value=${a} .selected=${a===i.mode}>
            ${t.command(a)}
          </option>`)}
      </select>
      <ha-icon icon="mdi:menu-down"></ha-icon>
    </label>
    <button type="button" class="button" ?disabled=${!s} @click=${n.boost}>
      <ha-icon icon="mdi:flash"></ha-icon>${t.say("boost")}
    </button>
    <button
      type="button"
      class="button ${r?"main":""}"
      ?disabled=${!i.entities?.stop}
      @click=${n.stop}
    >
      <ha-icon icon="mdi:stop"></ha-icon>${t.say("stop")}
    </button>
  </div>`}var Xr={W:.001,kW:1,MW:1e3};async function Bn(i,t,e){if(!t.length)return{};let n=await i.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),entity_ids:t,include_start_time_state:!0,significant_changes_only:!1,minimal_response:!0,no_attributes:!0}),r={};for(let s of t){let o=Qr(i,s);r[s]=(n[s]??[]).map(a=>({at:Math.max(e,a.lu*1e3),value:Jr(a.s,o)}))}return r}function Qr(i,t){let e=i.states[t]?.attributes.unit_of_measurement;return Xr[String(e)]??1}function Jr(i,t){let e=i===""?Number.NaN:Number(i)*t;return Number.isFinite(e)?e:void 0}function Ce(i,t,e){let n=i.at(-1);return n&&(n.at>=t||n.value===e)?i:[...i,{at:t,value:e}]}function Gn(i,t,e,n){let r=[],s=0;for(let o=t;o<e;o+=n){let a=Math.min(o+n,e),[l,c]=[0,0];for(;s+1<i.length&&(i[s+1]?.at??a)<=o;)s++;for(let p=s;p<i.length;p++){let u=i[p];if(!u||u.at>=a)break;let f=Math.max(o,u.at),h=Math.min(a,i[p+1]?.at??a);u.value!==void 0&&h>f&&(l+=u.value*(h-f),c+=h-f)}r.push({at:o,value:c?l/c:void 0})}return r}function Fn(i,t){let e=[],n=[];for(let{at:s,value:o}of i)if(o===void 0)n.length&&e.push(n),n=[];else{let a=n.at(-1);a&&s-a.at>12e5&&n.push({at:s-12e5,value:a.value}),n.push({at:s,value:o})}let r=n.at(-1);return r&&(r.at<t&&n.push({at:t,value:r.value}),e.push(n)),e}var ti={since:0,level:[],power:[]},oe=class{constructor(t){this.changed=t;this.kept=new Map;this.asked=new Map}of(t){return this.kept.get(Vn(t))??ti}async follow(t,e){let n=Vn(e);if(!n||!e.start)return;let r=Date.parse(e.start);this.asked.get(n)!==r?(this.asked.set(n,r),await this.read(t,e,n,r)):this.append(e,n)}async read(t,e,n,r){let{level:s,power:o}=e.entities??{},a=[s,o].filter(c=>c!==void 0),l=await Bn(t,a,r).catch(()=>({}));this.kept.set(n,{since:r,level:l[s??""]??[],power:(l[o??""]??[]).map(ei)}),this.append(e,n),this.changed()}append(t,e){let n=this.kept.get(e);if(!n)return;let r=Date.now();n.level=Ce(n.level,r,t.level??void 0),n.power=Ce(n.power,r,t.power??void 0)}};function ei({at:i,value:t}){return{at:i,value:t===void 0?t:-t}}function Vn(i){return i.entities?.level??i.entities?.power??""}var q=$`
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
`,ft=$`
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
`;function ni(i,t){return i.findLast(e=>e.at<=t)?.value}function qn(i,t,e,n,r,s){let o=i.windows??[],a=Qt(e,r.zone,6).filter(l=>l<=n);return d`<table>
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
        ${o.map(l=>{let c=l.reason??l.absence;return d`<tr>
            <td>
              ${s?d`<button type="button" class="link" @click=${()=>s(l)}>
                      ${r.title(l)}
                    </button>`:r.title(l)}
            </td>
            <td>${k(r.span(b(l),l.end?g(l):null,n))}</td>
            <td>
              ${r.status(L(l,i.enabled??!0))}${c?`: ${r.reason(c)}`:""}
            </td>
          </tr>`})}
        ${o.length?"":d`<tr><td colspan="3">${r.say("nothing_planned")}</td></tr>`}
      </tbody>
    </table>
    ${ri(i,n,r,s)}
    <table>
      <caption>
        ${r.say("table_level")}
      </caption>
      <tbody>
        ${a.map(l=>{let c=ni(t,l);return d`<tr>
            <th scope="row">${k(r.day(l,n))} ${r.time(l)}</th>
            <td>${c===void 0?r.say("unknown"):r.percent(c)}</td>
          </tr>`})}
      </tbody>
    </table>
    ${ii(i,e,n,r)}`}function ri(i,t,e,n){let r=i.goals??[];return r.length?d`<table>
    <caption>
      ${e.say("table_goals")}
    </caption>
    <tbody>
      ${r.map(s=>{let o=e.say("goal_title",{what:e.command(s.command),asked:H(s,e)}),a=pt(F(s,i.enabled??!0),e);return d`<tr>
          <td>
            ${n?d`<button type="button" class="link" @click=${()=>n(s)}>${o}</button>`:o}
          </td>
          <td>${k(e.span(b(s),g(s),t))}</td>
          <td>${a}${s.reason?`: ${e.reason(s.reason)}`:""}</td>
        </tr>`})}
    </tbody>
  </table>`:m}function ii(i,t,e,n){let r=Tt(t,n.zone).flatMap(o=>{let a=se(i,o.start,o.end);return a?[{day:o,...a}]:[]});if(!r.length)return m;let s=({start:o,price:a})=>`${n.price(a,i.prices?.currency)} (${n.time(o)})`;return d`<table>
    <caption>
      ${n.say("table_prices")}
    </caption>
    <tbody>
      ${r.map(({day:o,low:a,high:l})=>d`<tr>
          <th scope="row">${k(n.day(o.start,e))}</th>
          <td>${n.say("lowest",{price:s(a)})}</td>
          <td>${n.say("highest",{price:s(l)})}</td>
        </tr>`)}
    </tbody>
  </table>`}var Me=ct(class extends j{constructor(i){if(super(i),i.type!==lt.ATTRIBUTE||i.name!=="class"||i.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(i){return" "+Object.keys(i).filter(t=>i[t]).join(" ")+" "}update(i,[t]){if(this.st===void 0){this.st=new Set,i.strings!==void 0&&(this.nt=new Set(i.strings.join(" ").split(/\s/).filter(n=>n!=="")));for(let n in t)t[n]&&!this.nt?.has(n)&&this.st.add(n);return this.render(t)}let e=i.element.classList;for(let n of this.st)n in t||(e.remove(n),this.st.delete(n));for(let n in t){let r=!!t[n];r===this.st.has(n)||this.nt?.has(n)||(r?(e.add(n),this.st.add(n)):(e.remove(n),this.st.delete(n)))}return O}});var Kn="important",si=" !"+Kn,E=ct(class extends j{constructor(i){if(super(i),i.type!==lt.ATTRIBUTE||i.name!=="style"||i.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(i){return Object.keys(i).reduce((t,e)=>{let n=i[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(i,[t]){let{style:e}=i.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let r=t[n];if(r!=null){this.ft.add(n);let s=typeof r=="string"&&r.endsWith(si);n.includes("-")||s?e.setProperty(n,s?r.slice(0,-11):r,s?Kn:""):e[n]=r}}return O}});var Yn=15*6e4,oi=1,ai=45,w=i=>i.toFixed(2);function Zn(i,t,e,n){let r=Fn(t,Math.min(n,e.end)).filter(s=>s.length>1);return D`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${li(i,e)}
    <path class="grid" d="M0 50H100M0 0H100M0 100H100" />
    ${pi(i.sun?.steps,e,"sun")} ${di(i,e)}
    ${r.map(s=>{let o=s.map(({at:c,value:p},u)=>{let f=`${w(x(c,e))} ${w(100-Re(p))}`;return`${u?"L":"M"}${f}`}).join(""),a=w(x(s[0]?.at??0,e)),l=w(x(s.at(-1)?.at??0,e));return D`<path class="area" d="${o}L${l} 100L${a} 100Z" />
        <path class="line" d=${o} />`})}
    ${ci(i,e,n)}
  </svg>`}function Xn(i,t,e){let n=Gn(i,t.start,Math.min(e,t.end),Yn),r=n.map(a=>Math.abs(a.value??0)),s=Math.max(oi,...r),o=Yn/(t.end-t.start)*100;return D`<svg viewBox="0 -1 100 2" preserveAspectRatio="none" aria-hidden="true">
    <path class="grid" d="M0 0H100" />
    ${n.map(({at:a,value:l})=>{if(!l)return m;let c=Math.abs(l)/s;return D`<rect
        class=${l>0?"bar charge":"bar discharge"}
        x=${w(x(a,t))}
        width=${w(o)}
        y=${l>0?(-c).toFixed(3):"0"}
        height=${c.toFixed(3)}
      />`})}
  </svg>`}function li(i,t){return(i.windows??[]).map(e=>{let[n,r]=[b(e),g(e)];if(r<=t.start||n>=t.end||e.absence)return m;let s=x(n,t),o=x(r,t)-s,a=L(e,i.enabled??!0),l=e.target===null?void 0:100-Re(e.target);return D`<g class=${`band ${T(e.command)} ${a}`}>
      <rect x=${w(s)} y="0" width=${w(o)} height="100" />
      ${l===void 0?m:D`<path d="M${w(s)} ${w(l)}h${w(o)}" />`}
    </g>`})}function ci(i,t,e){let n=(i.expected_level??[]).filter(([o])=>Date.parse(o)>e);if(!n.length||i.level==null)return m;let r=[[e,i.level],...n.map(([o,a])=>[Date.parse(o),a])],s=En(r,t.end).map(([o,a])=>`${w(x(o,t))} ${w(100-Re(a))}`).join("L");return D`<path class="expected" d=${`M${s}`} />`}function di(i,t){let e=ie(i.prices?.steps);if(!e.length)return m;let n=e.map(u=>u.price),[r,s]=[Math.min(0,...n),Math.max(0,...n)],o=u=>w(100-(u-r)/(s-r||1)*ai),a=o(0),[l,c,p]=["","",Number.NaN];for(let{start:u,end:f,price:h}of e){if(f<=t.start||u>=t.end)continue;let[v,y]=[w(x(u,t)),w(x(f,t))];l+=u===p?`V${o(h)}H${y}`:`M${v} ${o(h)}H${y}`,c+=`M${v} ${a}V${o(h)}H${y}V${a}Z`,p=f}return D`<path class="price-area" d=${c} /><path class="price" d=${l} />`}function pi(i,t,e){let n=(i??[]).filter(l=>l[1]!==null),[r]=n;if(!r)return m;let s=Math.max(...n.map(([,l])=>l))||1,o=n.map(([l,c])=>`H${w(x(Date.parse(l),t))}V${w(100-c/s*90)}`).join(""),a=w(x(Date.parse(r[0]),t));return D`<path class=${e} d=${`M${a} 100${o}H100V100Z`} />`}function Re(i){return Math.min(100,Math.max(0,i))}var Qn=$`
  .goals {
    --goal: 22px;
    position: relative;
    height: calc(var(--goal) * var(--lines));
    margin-bottom: 2px;
  }
  .goal-slot {
    position: absolute;
    container-type: inline-size;
    height: var(--goal);
    pointer-events: none;
  }
  .goal {
    position: relative;
    display: flex;
    align-items: center;
    gap: 3px;
    max-width: 100%;
    min-width: min(100%, 24px);
    width: 100%;
    height: 100%;
    padding: 0 0 3px 2px;
    overflow: hidden;
    border: none;
    background: none;
    font-size: 11px;
    line-height: 1;
    text-align: left;
    pointer-events: auto;
    --mdc-icon-size: 14px;
  }
  .goal ha-icon {
    color: var(--tint);
  }
  .goal.at_risk ha-icon,
  .goal.failed ha-icon,
  .goal.missed ha-icon {
    color: var(--error-color, #db4437);
  }
  .goal .asked {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (max-width: 88px) {
    .asked span {
      display: none;
    }
    .asked::before {
      content: attr(data-short);
    }
  }
  .goal .bar {
    position: absolute;
    bottom: 0;
    left: 0;
    border-top: 3px solid var(--tint);
  }
  .goal.planned .bar,
  .goal.paused .bar,
  .goal.at_risk .bar {
    border-top-style: dashed;
  }
  .goal.at_risk .bar,
  .goal.failed .bar,
  .goal.missed .bar {
    border-color: var(--error-color, #db4437);
  }
  .goal.cancelled,
  .goal.ended,
  .goal.paused {
    color: var(--amps-dim);
  }
  .goal.cancelled .asked {
    text-decoration: line-through;
  }
`;var[ui,We]=[32,13];function Jn(i,t){let e=[];return i.map(({x:n,level:r})=>{let s=(1-r/100)*t,a=[["above",s-We],["below",s+2]].find(([,l])=>l>=0&&l+We<=t&&e.every(c=>Math.abs(c.x-n)>=ui||Math.abs(c.y-l)>=We));return a&&e.push({x:n,y:a[1]}),a?.[0]})}var ae=5*6e4,mi=12*ae,hi=4,fi=10,gi=350,bi=1200;function tr({start:i,end:t},e,n,r){let s=(a,l,c)=>Math.max(l,Math.min(c,a));if(e==="start"){let a=Math.min(r.start,i);return{start:s(Xt(i+n),a,t-ae),end:t}}if(e==="end")return{start:i,end:s(Xt(t+n),i+ae,Math.max(r.end,t))};let o=s(Xt(i+n),r.start,r.end-(t-i));return{start:o,end:o+(t-i)}}function vi(i,{left:t,right:e}){let n=Math.min(fi,(e-t)/4);return i<t+n?"start":i>e-n?"end":"all"}var le=class{constructor(t){this.host=t;this.justDragged=!1;this.onMove=t=>{let{drag:e}=this;if(!e||t.pointerId!==e.pointer)return;let n=t.clientX-e.x;if(!e.began){if(Math.abs(n)<hi)return;if(e.hold!==void 0){this.release();return}this.begin()}let{span:r,width:s}=this.host,o=n/Math.max(1,s)*(r.end-r.start),a={start:b(e.window),end:g(e.window)};this.set(e.window,tr(a,e.part,o,this.within()))};this.onTouch=t=>{this.drag?.began&&t.preventDefault()};this.onUp=()=>{let t=this.drag?.began??!1;this.release(),this.justDragged=t,t&&this.done()};this.onCancel=()=>{this.release(),this.cancel()};t.addController(this)}hostDisconnected(){this.cancel()}shown(t){return this.current&&G(this.current.window)===G(t)?this.current:{start:b(t),end:g(t)}}isMoving(t){return!!this.current&&G(this.current.window)===G(t)}swallowsClick(){let t=this.justDragged;return this.justDragged=!1,t}press(t,e){if(this.justDragged=!1,t.button!==0||!rt(e,Date.now()))return;let n=t.currentTarget,{pointerId:r,clientX:s}=t,o=vi(s,n.getBoundingClientRect());this.drag={window:e,part:o,element:n,pointer:r,x:s,began:!1,hold:void 0},t.pointerType==="mouse"?n.setPointerCapture(r):this.drag.hold=setTimeout(()=>this.begin(),gi),n.addEventListener("pointermove",this.onMove),n.addEventListener("pointerup",this.onUp),n.addEventListener("pointercancel",this.onCancel),n.addEventListener("touchmove",this.onTouch,{passive:!1})}key(t,e){if(t.key==="Escape"&&this.current){t.stopPropagation(),this.cancel();return}if(t.key==="Enter"&&this.current&&this.settle!==void 0){t.preventDefault(),this.done();return}let n={ArrowLeft:-1,ArrowRight:1}[t.key];if(n===void 0||!rt(e,Date.now()))return;t.preventDefault();let r=n*(t.shiftKey?mi:ae),s=t.altKey?"end":"all";this.set(e,tr(this.shown(e),s,r,this.within())),clearTimeout(this.settle),this.settle=setTimeout(()=>this.done(),bi)}blur(){this.settle!==void 0&&this.done()}begin(){if(!this.drag)return;this.drag.began=!0,this.drag.element.setPointerCapture(this.drag.pointer);let{window:t}=this.drag;this.set(t,{start:b(t),end:g(t)})}within(){return{start:ut(Date.now()),end:this.host.span.end}}set(t,{start:e,end:n}){this.current={window:t,start:e,end:n},this.host.requestUpdate()}release(){if(!this.drag)return;let{element:t,hold:e}=this.drag;clearTimeout(e),t.removeEventListener("pointermove",this.onMove),t.removeEventListener("pointerup",this.onUp),t.removeEventListener("pointercancel",this.onCancel),t.removeEventListener("touchmove",this.onTouch),this.drag=void 0}cancel(){clearTimeout(this.settle),this.settle=void 0,this.release(),this.current=void 0,this.host.requestUpdate()}done(){let t=this.current;if(clearTimeout(this.settle),this.settle=void 0,!t)return;t.start===b(t.window)&&t.end===g(t.window)?this.cancel():this.host.move(t)}settled(){this.current=void 0,this.host.requestUpdate()}};function De(i){let t=i.map(()=>({row:0,of:1}));return i.forEach((e,n)=>{for(let r=0;r<n;r++){let s=i[r],o=t[n],a=t[r];!s||!o||!a||s.start<e.end&&e.start<s.end&&(o.of=a.of=2,o.row=1-a.row)}}),t}var er=$`
  :host {
    display: block;
    container-type: inline-size;
    --lane: 36px;
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
  .block.suggested {
    border-style: dashed;
    background: none;
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
  .band.suggested rect {
    fill: none;
  }
  .price {
    stroke: color-mix(in srgb, var(--amps-dim) 70%, transparent);
    stroke-width: 1;
  }
  .price-area {
    fill: color-mix(in srgb, var(--amps-dim) 14%, transparent) !important;
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
    white-space: nowrap;
    transform: translateX(-50%);
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
`;var ce=30*6e4,yi=48*ce,[xi,$i]=[112,72],Le=class extends A{constructor(){super(...arguments);this.mover=new le(this);this.resized=new ResizeObserver(()=>this.requestUpdate());this.scrolled=!1}static{this.properties={words:{attribute:!1},plan:{attribute:!1},name:{},level:{attribute:!1},power:{attribute:!1},span:{attribute:!1},now:{type:Number},showPower:{type:Boolean},compact:{type:Boolean,reflect:!0},axis:{}}}static{this.styles=[q,er,Qn]}connectedCallback(){super.connectedCallback(),this.resized.observe(this)}disconnectedCallback(){this.resized.disconnect(),super.disconnectedCallback()}get width(){return this.renderRoot.querySelector(".plot")?.clientWidth??1}move(e){P(this,"amps-move",e)}showFrom(e){let n=this.renderRoot.querySelector(".scroller");n&&(n.scrollLeft=e)}settled(){this.mover.settled()}updated(e){if(!this.scrolled&&this.plan.windows&&this.scrollToNow(),e.has("plan")&&this.mover.current){let{window:n,start:r}=this.mover.current,s=this.plan.windows?.find(o=>o.uid===n.uid);s&&b(s)===r&&this.mover.settled()}}scrollToNow(){let e=this.renderRoot.querySelector(".scroller");if(!e?.clientWidth)return;this.scrolled=!0;let n=this.width*x(this.now,this.span)/100;e.scrollLeft=n-e.clientWidth*.3}render(){let{span:e,now:n,words:r}=this,s=Tt(e,r.zone),o=a=>`${x(a,e)}%`;return d`<div class="scroller" @scroll=${this.scrolls}>
      <div class="plot" dir="ltr" style=${E({"--days":String(s.length)})}>
        ${this.axis==="both"||this.axis==="top"?this.days(s):m}
        ${this.goals()} ${this.lane()}
        <div
          class="chart"
          style=${E({height:`${this.high}px`})}
          @click=${this.planAt}
        >
          ${Zn(this.plan,this.level,e,n)}
          <span class="scale" style="top: 0" aria-hidden="true">${r.percent(100)}</span>
          <span class="scale" style="top: 50%" aria-hidden="true">${r.percent(50)}</span>
          ${this.marks()}
        </div>
        ${this.showPower?d`<div class="power">${Xn(this.power,e,n)}</div>`:m}
        ${this.axis==="both"||this.axis==="bottom"?this.hours():m}
        ${s.slice(1).map(a=>d`<div class="midnight" style=${E({left:o(a.start)})}></div>`)}
        <div class="now" style=${E({left:o(n)})} aria-hidden="true"></div>
        ${this.moving()}
      </div>
    </div>`}get high(){return this.compact?$i:xi}days(e){let{span:n,now:r,words:s}=this;return d`<div class="days" aria-hidden="true">
          ${e.map(o=>d`<span
              class=${Me({today:r>=o.start&&r<o.end})}
              style=${E({left:`${x(o.start,n)}%`,right:`${100-x(o.end,n)}%`})}
              ><bdi>${k(s.day(o.start,r))}</bdi></span
            >`)}
        </div>`}hours(){let{span:e,words:n}=this,r=e.end-e.start<4*yi?6:12,s=Qt(e,n.zone,r);return d`<div class="hours" aria-hidden="true">
          ${s.map(o=>{let a=x(o,e);return a<2||a>98?m:d`<span style=${E({left:`${a}%`})}>${n.hour(o)}</span>`})}
        </div>`}marks(){let{span:e,now:n,words:r,plan:s}=this,o=(p,u)=>E({left:`${x(p,e)}%`,top:`${100-u}%`}),a=(s.windows??[]).filter(p=>p.target!==null&&!p.absence&&g(p)>n).map(p=>({middle:(b(p)+Math.min(g(p),e.end))/2,level:p.target??0})),l=a.map(({middle:p,level:u})=>({x:x(p,e)/100*this.width,level:u})),c=Jn(l,this.high);return d`${a.map(({middle:p,level:u},f)=>c[f]?d`<span
            class="target ${c[f]}"
            style=${o(p,u)}
            aria-hidden="true"
            >${r.percent(u)}</span
          >`:m)}
    ${s.level==null?m:d`<span class="dot" style=${o(n,s.level)}></span>`}`}goals(){let{span:e,words:n}=this,r=(this.plan.goals??[]).filter(a=>g(a)>e.start&&b(a)<e.end);if(!r.length)return m;let s=De(r.map(a=>({start:b(a),end:g(a)}))),o=Math.max(...s.map(a=>a.row))+1;return d`<div
      class="goals"
      role="list"
      aria-label=${n.say("goals_of",{battery:this.name})}
      style=${E({"--lines":String(o)})}
    >
      ${nt(r,G,(a,l)=>this.goal(a,r,s[l]?.row??0))}
    </div>`}goal(e,n,r){let{words:s,span:o,now:a}=this,l=F(e,this.plan.enabled??!0),c=H(e,s),[p,u]=[b(e),g(e)],f=n.map(b).filter(_=>_>p),h=x(Math.min(o.end,...f),o),v=x(p,o),y=[s.say("goal_title",{what:s.command(e.command),asked:c}),s.span(p,u,a),pt(l,s),e.reason?s.reason(e.reason):""];return d`<div
      role="listitem"
      class="goal-slot"
      style=${E({left:`${v}%`,width:`${h-v}%`,top:`calc(var(--goal) * ${r})`})}
    >
      <button
        type="button"
        class="goal ${T(e.command)} ${l}"
        aria-label=${y.filter(Boolean).join(", ")}
        title=${y.filter(Boolean).join(" · ")}
        @click=${()=>P(this,"amps-open-goal",{goal:e})}
      >
        <span
          class="bar"
          style=${E({width:`${(x(u,o)-v)/(h-v||1)*100}%`})}
        ></span>
        <ha-icon .icon=${ht(l)}></ha-icon><span
          class="asked"
          data-short=${e.target===null?"":s.percent(e.target)}
          ><span>${c}</span></span
        >
      </button>
    </div>`}lane(){let e=(this.plan.windows??[]).filter(r=>g(r)>this.span.start&&b(r)<this.span.end),n=De(e.map(r=>this.mover.shown(r)));return d`<div
      class="lane"
      role="list"
      aria-label=${this.words.say("windows_of",{battery:this.name})}
      @click=${this.planAt}
    >
      ${nt(e,G,(r,s)=>this.block(r,n[s]))}
    </div>`}block(e,n){let{words:r,span:s,now:o}=this,a=L(e,this.plan.enabled??!0),{start:l,end:c}=this.mover.shown(e),p=rt(e,o),u=x(l,s),f=n?.of===2?50:100,h=e.target===null?"":r.percent(e.target),v=[r.title(e),r.span(l,c,o),r.status(a),e.reason?r.reason(e.reason):"",p?r.say("move_hint"):""];return d`<div
      role="listitem"
      class="slot"
      style=${E({left:`${u}%`,width:`${x(c,s)-u}%`,top:`${n?.of===2?n.row*50:0}%`,height:`${f}%`})}
    >
      <button
        type="button"
        class=${Me({block:!0,[T(e.command)]:!0,[a]:!0,movable:p,moving:this.mover.isMoving(e)})}
        aria-label=${v.filter(Boolean).join(", ")}
        title=${`${r.title(e)} · ${r.span(l,c,o)} · ${r.status(a)}`}
        @click=${y=>this.open(y,e)}
        @pointerdown=${y=>this.mover.press(y,e)}
        @keydown=${y=>this.mover.key(y,e)}
        @blur=${()=>this.mover.blur()}
      >
        ${p?d`<span class="grip start"></span><span class="grip end"></span>`:m}
        <ha-icon .icon=${R[a]}></ha-icon>
        <ha-icon class="what" .icon=${U[e.command??"idle"]}></ha-icon>
        <span class="label">${h}</span>
      </button>
    </div>`}moving(){let e=this.mover.current,n=e?this.words.span(e.start,e.end,this.now):"";return d`<div class="hidden" role="status">${n}</div>
      ${e?d`<div
              class="bubble"
              aria-hidden="true"
              style=${E({left:`${x((e.start+e.end)/2,this.span)}%`})}
            >
              ${n}
            </div>`:m}`}scrolls(e){P(this,"amps-scroll",{left:e.target.scrollLeft})}open(e,n){e.stopPropagation(),!this.mover.swallowsClick()&&P(this,"amps-open",{window:n})}planAt(e){let{left:n,width:r}=e.currentTarget.getBoundingClientRect(),s=Tn((e.clientX-n)/r,this.span);if(s<this.now-ce)return;let o=ut(Math.max(s-ce/2,this.now),ce);P(this,"amps-plan",{start:o})}};customElements.define("amps-timeline",Le);var wi=$`
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
`,W=class extends A{static{this.styles=[q,ft,wi]}firstUpdated(){this.dialog?.showModal()}get dialog(){return this.renderRoot.querySelector("dialog")}close(){this.dialog?.close()}frame(t,e,n){return d`<dialog
      aria-labelledby="heading"
      @close=${()=>P(this,"amps-closed")}
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
    </dialog>`}alert(t,e="error"){return d`<p class="alert ${e}" role=${e==="calm"?"status":"alert"}>
      <ha-icon .icon=${{error:"mdi:alert-circle",note:"mdi:alert",calm:"mdi:information"}[e]}></ha-icon><span>${t}</span>
    </p>`}};var de=["MO","TU","WE","TH","FR","SA","SU"];function nr(i){return i.size?i.size===de.length?"FREQ=DAILY":`FREQ=WEEKLY;BYDAY=${de.filter((e,n)=>i.has(n)).join(",")}`:null}function pe(i,t){if(!i)return new Set;let e=new Map(i.split(";").map(o=>o.split("="))),n=e.get("FREQ"),r=e.get("BYDAY");if(e.delete("FREQ"),e.delete("BYDAY"),e.delete("WKST"),e.get("INTERVAL")==="1"&&e.delete("INTERVAL"),e.size)return;if(n==="DAILY"&&!r)return new Set(de.keys());if(n!=="WEEKLY")return;if(!r)return new Set([t]);let s=r.split(",").map(o=>de.indexOf(o));return s.includes(-1)?void 0:new Set(s)}function rr(i,t){if(!i.size)return 0;let e=[...i].map(n=>(n-t+7)%7);return Math.min(...e)}var _i=.005,K=class extends W{static{this.properties={words:{attribute:!1},plan:{attribute:!1},actions:{attribute:!1},now:{type:Number},asks:{state:!0},busy:{state:!0}}}static{this.styles=[...W.styles,$`
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
      .state.at_risk {
        --tint: var(--warning-color, #ffa600);
      }
      .state.suggested {
        background: none;
        box-shadow: inset 0 0 0 1.5px var(--tint);
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
        white-space: pre-line;
      }
    `]}state(t,e,n,r){return d`<span class="state ${n} ${e}"
      ><ha-icon .icon=${t}></ha-icon>${r}</span
    >`}row(t,e){return e?this.pair(this.words.say(t),e):m}pair(t,e){return d`<dt>${t}</dt>
      <dd>${e}</dd>`}moneyRow(t){if(t===null||Math.abs(t)<_i)return m;let e=this.words.money(Math.abs(t),this.plan.prices?.currency),n=t<0?"brings":"costs";return this.row(n,this.words.say("about",{amount:e}))}repeats({repeat:t,start:e}){let{words:n}=this;if(!t)return"";let r=pe(t,Ot(S(b({start:e}),n.zone)));return r?r.size===7?n.say("daily"):[...r].sort().map(o=>n.weekday(o,"short")).join(", "):n.say("repeats_otherwise")}changes(t,e){if(this.asks)return d`${this.button("delete_future","mdi:skip-forward","danger",()=>this.cancel(t,"this_and_future"))}
      ${this.button("delete_all","mdi:delete","danger",()=>this.cancel(t,"all"))}`;let n=t.repeat?d`${this.button("delete","mdi:delete","plain",()=>{this.asks=!0})}
        ${this.button("skip","mdi:skip-next","",()=>this.cancel(t,"this"))}`:this.button("delete","mdi:delete","plain",()=>this.cancel(t,"all")),r=e?this.button("change",U[t.command??"charge"],"main",()=>{this.close(),P(this,"amps-change",{planned:t})}):m;return d`${n}${r}`}closing(){return d`<button type="button" class="button" @click=${()=>this.close()}>
      ${this.words.say("close")}
    </button>`}button(t,e,n,r){return d`<button type="button" class="button ${n}" @click=${r}>
      <ha-icon .icon=${e}></ha-icon>${this.words.say(t)}
    </button>`}act(t){this.busy=!0,this.actions.attempt(t).then(e=>{this.busy=!1,e&&this.close()})}cancel(t,e){this.act(()=>this.actions.cancel(t,e))}};var He=class extends K{static{this.properties={...K.properties,window:{attribute:!1}}}render(){let{window:t,words:e,now:n}=this,r=L(t,this.plan.enabled??!0),s=T(t.command),o=e.span(b(t),t.end?g(t):null,n);return this.frame(e.title(t),d`${this.state(R[r],r,s,e.status(r))}
        <dl>
          ${this.row("when",k(o))}
          ${this.row("lasts",t.end?e.duration(g(t)-b(t)):"")}
          ${this.row("repeats",this.repeats(t))}
          ${this.row("power",t.power===null?"":e.power(t.power))}
          ${this.row("reserve",t.reserve===null?"":e.percent(t.reserve))}
          ${this.pair(e.originName(),this.origin())}
          ${this.row("why",Ct(t,this.plan,e))}
          ${this.moneyRow(t.cost)}
          ${this.row("saves",this.saves())}
          ${this.row("reason",this.reason())}
          ${this.row("level_then",t.level===null?"":e.percent(t.level))}
        </dl>
        ${this.note()}`,this.busy?m:this.choices())}origin(){let{window:t,words:e}=this,n=$n(t,this.plan),r=e.origin(t.origin);return n?`${r} (${H(n,e)})`:r}saves(){let{saves:t}=this.window;if(t===null)return"";let e=this.words.money(t,this.plan.prices?.currency);return this.words.say("about",{amount:e})}reason(){let t=this.window.reason??this.window.absence;return t?this.words.reason(t):""}note(){let{window:t,words:e}=this;if(t.runs_on){let n=e.time(g(t));return this.alert(e.say("lasts_until",{end:n}),"note")}return t.state==="suggested"?this.alert(e.say("suggested_only"),"calm"):t.state==="sent"?this.alert(e.say("held_by_amps"),"calm"):t.state!=="planned"||!Bt(t)?m:this.plan.enabled===!1?this.alert(e.say("paused"),"note"):this.alert(e.say("held_here"),"calm")}choices(){let{window:t,now:e}=this;return t.state==="suggested"?d`${this.button("decline","mdi:close","plain",()=>this.act(()=>this.actions.decline(t)))}
      ${this.button("accept","mdi:check","main",()=>this.act(()=>this.actions.accept(t.device_id,t.uid)))}`:xn(t,e)?this.button("bring_back","mdi:restore","main",()=>this.act(()=>this.actions.restore(t,t.original))):t.state==="active"&&this.plan.entities?.stop?this.button("stop","mdi:stop","main",()=>this.act(()=>this.actions.stop(this.plan))):Bt(t)?this.changes(t,rt(t,e)):this.closing()}};customElements.define("amps-window-dialog",He);var ki=6e4,ze=class extends K{static{this.properties={...K.properties,goal:{attribute:!1}}}render(){let{goal:t,words:e,now:n}=this,r=F(t,this.plan.enabled??!0),s=kt(t.duration),o=t.state==="ended"||t.outcome!==null;return this.frame(e.say("goal_title",{what:e.command(t.command),asked:H(t,e)}),d`${this.state(ht(r),r,T(t.command),pt(r,e))}
        <dl>
          ${this.row("goal_between",k(e.span(b(t),g(t),n)))}
          ${this.row("lasts",s===void 0?"":e.duration(s*ki))}
          ${this.row("in_one_go",t.in_one_go?e.say("yes"):"")}
          ${this.row("max_price",this.price(t.max_price))}
          ${this.row("min_price",this.price(t.min_price))}
          ${this.row("power",t.power===null?"":e.power(t.power))}
          ${this.row("reserve",t.reserve===null?"":e.percent(t.reserve))}
          ${this.row("repeats",this.repeats(t))}
          ${this.row("goal_windows",this.windows())}
          ${this.row(o?"level_then":"level_expected",t.level===null?"":e.percent(t.level))}
          ${this.moneyRow(t.cost)}
          ${o?this.row("reason",t.reason?e.reason(t.reason):""):m}
        </dl>
        ${this.note(o)}`,this.busy?m:o?this.closing():this.changes(t,!0))}price(t){return t===null?"":this.words.price(t,this.plan.prices?.currency)}windows(){let{words:t,now:e}=this;return Ft(this.goal,this.plan).map(s=>k(t.span(b(s),g(s),e))).join(`
`)}note(t){let{goal:e,words:n}=this;if(t)return m;if(this.plan.enabled===!1)return this.alert(n.say("paused"),"note");if(e.reason){let r=n.reason(e.reason);return this.alert(n.say("goal_at_risk",{reason:r}),"note")}return Ft(e,this.plan).length?m:this.alert(n.say(this.isMet?"goal_met":"goal_waits"),"calm")}get isMet(){let{goal:t}=this;return t.level===null||t.target===null?!1:t.command==="charge"?t.level>=t.target:t.level<=t.target}};customElements.define("amps-goal-dialog",ze);var Ai=31,ir=5;function ot({label:i,min:t,max:e,step:n,value:r,text:s,set:o}){let a=(r-t)/(e-t||1)*100;return d`<label class="field slider">
    <span class="name">${i}</span>
    <span class="line">
      <input
        type="range"
        min=${t}
        max=${e}
        step=${n}
        .value=${String(r)}
        style="--share: ${a}%"
        aria-valuetext=${s}
        @input=${l=>o(Number(l.target.value))}
      />
      <output>${s}</output>
    </span>
  </label>`}function gt(i,t,e,n){return d`<fieldset class="group">
    <legend>${i}</legend>
    <div class="chips">
      ${t.map(r=>d`<button
          type="button"
          class="chip ${r.tint??""}"
          aria-pressed=${r.value===e}
          @click=${()=>n(r.value)}
        >
          ${r.icon?d`<ha-icon .icon=${r.icon}></ha-icon>`:m}${r.text}
        </button>`)}
    </div>
  </fieldset>`}function Ue(i,t,e,n){return d`<select
    aria-label=${i}
    @change=${r=>n(r.target.value)}
  >
    ${e.map(r=>d`<option value=${r.value} .selected=${r.value===t}>${r.text}</option>`)}
  </select>`}function sr(i,t,e,n,r){let o={...S(e,n.zone),hour:12,minute:0},a=Array.from({length:Ai},(c,p)=>Zt(z(o,p)));a.includes(t)||a.push(t);let l=a.map(c=>{let p=Et(c,"12:00")??o,u=k(n.day(C(p,n.zone),e));return{value:c,text:u}});return d`<label class="field wide">
    <span class="name">${i}</span>${Ue(i,t,l,r)}
  </label>`}function Ne(i,t,e,n){let[r="00",s="00"]=t.split(":"),o=p=>String(p).padStart(2,"0"),a=Array.from({length:24},(p,u)=>({value:o(u),text:e.clockHour(u)})),l=Array.from({length:60/ir},(p,u)=>o(u*ir));l.includes(s)||l.push(s);let c=l.sort().map(p=>({value:p,text:p}));return d`<fieldset class="field" aria-label=${i}>
    <span class="name">${i}</span>
    <span class="clock">
      ${Ue(e.say("hour"),r,a,p=>n(`${p}:${s}`))}
      <span aria-hidden="true">:</span>
      ${Ue(e.say("minute"),s,c,p=>n(`${r}:${p}`))}
    </span>
  </fieldset>`}var ue=$`
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
    flex: 1 1 auto;
    width: auto;
    padding-inline: 4px;
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
`;var Pi=36e5;function Y(i,t){return i.commands?.find(e=>e.command===t)}function Ie(i,t,e,n,r){let{level:s,capacity:o}=i;if(s==null||!o)return;let a=t==="charge"?1:t==="discharge"?-1:0,c=((e??(a>0?100:0))-s)*a;if(!a||c<=0)return;let p=n??Y(i,t)?.parameters.power?.max,u=c/100*o,f=p&&p<100?p:void 0,h=f?u/f*Pi:void 0,v=h?Math.min(1,r/h):1;return{energy:u,lasts:h,level:s+c*v*a}}function or(i,t,e,n,r){let{command:s,target:o,power:a,start:l,end:c,aim:p}=i,u=n.title(i),f=c-l,h=[],v=!!e?.reason;if(p){let _=e?.spans.map(([fe,gr])=>k(n.span(Date.parse(fe),Date.parse(gr),r))),Z=Pe({command:s,target:o,end:c,minutes:p.duration},n);h.push(n.say("goal_title",{what:n.command(s),asked:Z})),_?.length?h.push(_.join(", ")):e?.level!=null&&!e.reason&&h.push(n.say("goal_met"))}else{h.push(`${u}: ${n.span(l,c,r)}, ${n.duration(f)}`);let _=Ie(t,s,o,a,f),Z=_?.lasts!==void 0&&_.lasts>f;if(_&&o!==null){let fe={energy:n.energy(_.energy),level:n.percent(_.level),now:n.percent(t.level??0)};h.push(n.say(Z?"preview_short":"preview_needs",fe)),v=Z}}if(e?.reason){let _=n.reason(e.reason);h.push(n.say("goal_at_risk",{reason:_}))}if((s==="charge"||s==="discharge")&&e&&e.level!==null){let _=e.spans.length?e.cost:null;h.push(Si(e.level,_,t,n))}return{lines:h,doubtful:v}}function Si(i,t,e,n){let r=n.percent(i);if(t===null)return n.say("preview_level",{level:r});let s=n.money(Math.abs(t),e.prices?.currency);return n.say(t<0?"preview_brings":"preview_costs",{level:r,amount:s})}var ar=6e4,bt=15,Oi=720,lr=120,Mt=100,je={duration:null,max_price:null,min_price:null,in_one_go:!1};function cr(i,t,e){return gt(i.say("goal_how_far"),[{value:"level",text:i.say("to_level")},{value:"time",text:i.say("for_time")}],t.duration===null?"level":"time",n=>e({duration:n==="time"?lr:null}))}function dr(i,t,e,n){let r=Math.min(Oi,Math.floor(e/ar/bt)*bt),s=Math.min(t.duration??lr,Math.max(r,bt));return ot({label:i.say("lasts"),min:bt,max:Math.max(r,bt),step:bt,value:s,text:i.duration(s*ar),set:o=>n({duration:o})})}function pr(i,t,{command:e,aim:n},r){let s=e==="discharge",o=s?"min_price":"max_price",a=se(t,-1/0,1/0),l=n[o],c=[a?.low.price,a?.high.price,l??void 0].filter(y=>y!==void 0);if(!c.length)return m;let p=Math.floor(Math.min(...c)*Mt)/Mt,u=Math.ceil(Math.max(...c)*Mt)/Mt,f=s?p:u,h=l??f,v=h===f;return ot({label:i.say(o),min:p,max:u,step:1/Mt,value:h,text:v?i.say("any_price"):i.price(h,t.prices?.currency),set:y=>r({[o]:y===f?null:y})})}function ur(i,t,e){return d`<div class="group chips">
    <button
      type="button"
      class="chip"
      aria-pressed=${t.in_one_go}
      @click=${()=>e({in_one_go:!t.in_one_go})}
    >
      ${i.say("in_one_go")}
    </button>
  </div>`}var me=class{constructor(t){this.host=t;this.asked="";t.addController(this)}hostDisconnected(){clearTimeout(this.timer)}ask(t,e){t!==this.asked&&(this.asked=t,clearTimeout(this.timer),this.timer=setTimeout(()=>{this.work(t,e)},300))}async work(t,e){let n=await e().catch(()=>{});t===this.asked&&(this.found=n,this.host.requestUpdate())}};var Ei=[0,1,2,3,4,5,6],Ti=100,mr=["charge","discharge"],Ci="07:00",Mi=["this","this_and_future","all"],Be=class extends W{constructor(){super(...arguments);this.previews=new me(this)}static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},draft:{attribute:!1},planned:{attribute:!1},actions:{attribute:!1},now:{type:Number},date:{state:!0},from:{state:!0},until:{state:!0},days:{state:!0},range:{state:!0},error:{state:!0},clashes:{state:!0},busy:{state:!0}}}static{this.styles=[...W.styles,ue,$`
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
        position: sticky;
        bottom: -16px;
        min-height: 92px;
        margin: 8px -24px 0;
        padding: 0 24px 8px;
        background: var(--ha-dialog-surface-background, var(--amps-ground));
      }
    `]}connectedCallback(){super.connectedCallback();let{zone:e}=this.words,n=S(this.draft.start,e);this.date=Zt(n),this.from=Se(n),this.until=Se(S(this.draft.end,e)),this.days=pe(this.draft.repeat,Ot(n)),this.range="this"}render(){let{words:e,planned:n,draft:r}=this,s=n?e.say("change_heading",{battery:this.battery}):e.say("plan_heading",{battery:this.battery});return this.frame(s,d`<form
        id="form"
        class=${T(this.draft.command)}
        @submit=${o=>{o.preventDefault(),this.save(!1)}}
      >
        ${this.commands()} ${this.whichTimes()} ${r.aim?this.wayOf(r.aim):m}
        ${this.level()} ${this.times()}
        ${n?.repeat?this.which():m}
        ${n?.repeat&&this.range==="this"?m:this.weekdays()}
        ${this.power()} ${r.aim?this.limitsOf(r.aim):m}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error?this.alert(this.error):m}
      </form>`,d`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${e.say("cancel")}
        </button>
        ${this.clashes&&!n?d`<button
                type="button"
                class="button danger"
                ?disabled=${this.busy}
                @click=${()=>{this.save(!0)}}
              >
                ${e.say("replace")}
              </button>`:m}
        <button type="submit" form="form" class="button main" ?disabled=${this.busy}>
          ${e.say(n?"save":"plan_it")}
        </button>`)}commands(){let n=(this.plan.commands??[]).filter(r=>r.plannable).map(({command:r})=>({value:r,text:this.words.command(r),icon:U[r],tint:T(r)}));return gt(this.words.say("what"),n,this.draft.command,r=>this.take(r))}take(e){let{aim:n}=this.draft,r={target:null,power:null,reserve:null},s=mr.includes(e)&&n;this.draft={...this.draft,...r,command:e,aim:s?{...n,max_price:null,min_price:null}:null}}whichTimes(){let{words:e,draft:n}=this;if(this.planned||!mr.includes(n.command))return m;let r=n.command==="charge"?"cheapest":"dearest",s=["fixed",r].map(o=>({value:o,text:e.say(`times_${o}`)}));return gt(e.say("times"),s,n.aim?r:"fixed",o=>{let a=o!=="fixed";this.draft={...n,aim:a?je:null,target:null},a&&(this.until=Ci)})}setAim(e){let{aim:n,target:r}=this.draft,s=e.duration===void 0?n?.duration:e.duration;this.draft={...this.draft,target:s===null?r:null,aim:{...je,...n,...e}}}wayOf(e){let{words:n}=this,r=this.filled(),s=r?r.end-r.start:0,o=a=>this.setAim(a);return d`${cr(n,e,o)}
    ${e.duration===null?m:dr(n,e,s,o)}`}limitsOf(e){let{words:n,draft:r,plan:s}=this,o=a=>this.setAim(a);return d`${pr(n,s,{...r,aim:e},o)}
    ${ur(n,e,o)}`}level(){let{words:e,draft:n}=this,r=Y(this.plan,n.command)?.parameters??{},s=n.command==="discharge";return d`${r.target&&n.aim?.duration==null?this.slider("target",r.target,5,s,o=>e.percent(o)):m}
    ${r.reserve&&n.command==="auto_reserve"?this.slider("reserve",r.reserve,5,!0,o=>e.percent(o)):m}`}power(){let e=Y(this.plan,this.draft.command)?.parameters.power;return!e||e.max>=Ti?m:this.slider("power",e,.1,!1,n=>this.words.power(n))}slider(e,{min:n,max:r},s,o,a){let{words:l}=this,c=o?n:r,p=this.draft[e]??c,u=e==="target"?o?"empty":"full":"unlimited";return ot({label:l.say(`form_${e}`),min:n,max:r,step:s,value:p,text:p===c&&e!=="reserve"?l.say(u):a(p),set:f=>{this.draft={...this.draft,[e]:f===c?null:f}}})}times(){let{words:e}=this;return d`<div class="row">
      ${sr(e.say("date"),this.date,this.now,e,n=>{this.date=n})}
      ${Ne(e.say(this.draft.aim?"not_before":"from"),this.from,e,n=>{this.from=n})}
      ${Ne(e.say(this.draft.aim?"ready_by":"until"),this.until,e,n=>{this.until=n})}
    </div>`}which(){let e=Mi.map(n=>({value:n,text:this.words.say(`which_${n}`)}));return gt(this.words.say("which"),e,this.range,n=>{this.range=n})}weekdays(){let{words:e,days:n}=this;if(!n)return d`<p class="name">${e.say("repeats_otherwise")}</p>`;let r=s=>{let o=new Set(n);o.delete(s)||o.add(s),this.days=o};return d`<fieldset class="group">
      <legend>${e.say("repeats_on")}</legend>
      <div class="chips days">
        ${Ei.map(s=>d`<button
            type="button"
            class="chip day"
            aria-pressed=${n.has(s)}
            aria-label=${e.weekday(s,"long")}
            @click=${()=>r(s)}
          >
            ${e.weekday(s,"short")}
          </button>`)}
      </div>
    </fieldset>`}preview(){let e=this.filled();if(!e)return m;this.previews.ask(JSON.stringify([e,this.range]),()=>this.actions.preview(this.deviceId,e,this.planned,this.range));let{lines:n,doubtful:r}=or(e,this.plan,this.previews.found,this.words,this.now);return this.alert(n.join(`
`),r?"note":"calm")}filled(){let{zone:e}=this.words,n=Et(this.date,this.from),r=Et(this.date,this.until);if(!n||!r)return;let s=this.until<=this.from?1:0,o=!this.planned?.repeat||this.range!=="this",a=o&&this.days?rr(this.days,Ot(n)):0;n=z(n,a);let l=z(r,a+s),c=this.days?nr(this.days):this.planned?.repeat??null;return{...this.draft,start:C(n,e),end:C(l,e),repeat:o?c:null}}async save(e){let n=this.filled();if(!(!n||this.busy)){this.busy=!0,this.error=void 0;try{this.planned?await this.actions.edit(this.planned,n,this.range):await this.actions.schedule(this.deviceId,n,e),this.close()}catch(r){this.clashes=r.translation_key==="window_clash",this.error=await this.words.failure(this.hass,r)}finally{this.busy=!1}}}};customElements.define("amps-plan-dialog",Be);var he=6e4,Ri=[30,60,120],Ge=720,Wi=1.5,Fe=class extends W{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},actions:{attribute:!1},now:{type:Number},command:{state:!0},minutes:{state:!0},level:{state:!0},error:{state:!0},busy:{state:!0}}}static{this.styles=[...W.styles,ue,$`
      .chips {
        margin-bottom: 16px;
      }
      .chips .chip {
        flex: 1 1 auto;
        min-height: 48px;
      }
    `]}connectedCallback(){super.connectedCallback(),this.command=Y(this.plan,"charge")?"charge":"discharge",this.minutes=60,this.level=80}render(){let{words:t,plan:e,command:n}=this,r=["charge","discharge"].filter(o=>Y(e,o)),s=Y(e,n)?.parameters.target;return this.frame(t.say("boost_heading",{battery:this.battery}),d`<div class=${n}>
        <div class="chips">
          ${r.map(o=>this.chip(o===n,()=>this.take(o),t.command(o),U[o],o))}
        </div>
        <div class="chips">
          ${Ri.map(o=>this.chip(o===this.minutes,()=>{this.minutes=o},t.duration(o*he)))}
          ${s?this.chip(this.minutes===void 0,()=>{this.minutes=void 0},t.say("to_level")):m}
        </div>
        ${s&&this.minutes===void 0?this.slider(s):m}
        ${this.alert(this.promise(),"calm")}
        ${this.error?this.alert(this.error):m}
      </div>`,d`<button type="button" class="button plain" @click=${()=>this.close()}>
          ${t.say("cancel")}
        </button>
        <button
          type="button"
          class="button main"
          ?disabled=${this.busy}
          @click=${()=>{this.start()}}
        >
          <ha-icon icon="mdi:flash"></ha-icon>${t.say("start")}
        </button>`)}chip(t,e,n,r,s=""){return d`<button
      type="button"
      class="chip ${s}"
      aria-pressed=${t}
      @click=${e}
    >
      ${r?d`<ha-icon .icon=${r}></ha-icon>`:m}${n}
    </button>`}take(t){this.command=t,this.level=t==="charge"?80:20}slider({min:t,max:e}){return ot({label:this.words.say("form_target"),min:t,max:e,step:5,value:this.level,text:this.words.percent(this.level),set:n=>{this.level=n}})}wanted(){let{command:t,minutes:e,level:n}=this;if(e!==void 0)return{command:t,minutes:e,target:null};let r=Ie(this.plan,t,n,null,Ge*he),s=r?.lasts?r.lasts/he*Wi:Ge,o=Math.min(Ge,Math.max(15,Math.ceil(s/5)*5));return{command:t,minutes:o,target:n}}promise(){let{words:t}=this,{target:e,minutes:n}=this.wanted(),r=t.time(this.now+n*he),s=t.command(this.command);return e===null?t.say("boost_until",{command:s,until:r}):t.say("boost_level",{command:s,level:t.percent(e),until:r})}async start(){this.busy=!0,this.error=void 0;try{await this.actions.boost(this.deviceId,this.wanted()),this.close()}catch(t){this.error=await this.words.failure(this.hass,t)}finally{this.busy=!1}}};customElements.define("amps-boost-dialog",Fe);var Ve=36e5,Di=3e4,Li={available:!0},qe=class extends A{constructor(){super();this.feed=new mt(()=>this.requestUpdate());this.records=new oe(()=>this.requestUpdate());this.now=Date.now(),this.asTable=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},now:{state:!0},opened:{state:!0},asTable:{state:!0},unfolded:{state:!0}}}static{this.styles=[q,ft,Cn]}connectedCallback(){super.connectedCallback(),this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now()},Di),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.feed.stop()}shouldUpdate(e){let n=e.get("hass");return e.size>1||!e.has("hass")||!n?!0:n.locale!==this.hass.locale||n.localize!==this.hass.localize||n.devices!==this.hass.devices||n.connection!==this.hass.connection}willUpdate(){this.words?.isFor(this.hass)||(this.words=new M(this.hass),V(this.hass).then(()=>{this.words=new M(this.hass),this.requestUpdate()})),this.isConnected&&!ee(this.config)&&this.subscribe()}async subscribe(){let e=te(this.config);await this.feed.subscribe(this.hass,{type:"amps/plan/subscribe",...e.length?{device_ids:e}:{},days_back:this.config.days_back??1,days_ahead:this.config.days_ahead??1});for(let n of Object.values(this.feed.known?.batteries??{}))this.records.follow(this.hass,n)}get ids(){let e=this.feed.known?.order;if(e)return e;let n=te(this.config);return n.length?n:Vt(this.hass).map(r=>r.id)}plan(e){return this.feed.known?.batteries[e]??Li}name(e){return it(this.hass.devices[e])||"Amps"}get span(){let{zone:e}=this.words??new M(this.hass),n={...S(this.now,e),hour:0,minute:0},r=this.config.days_back??1,s=this.config.days_ahead??1;return{start:C(z(n,-r),e),end:C(z(n,s+1),e)}}get actions(){return new qt(this,this.hass,this.words??new M(this.hass))}render(){let{words:e}=this;if(!e)return m;let n=ee(this.config);if(n){let s=e.say("bad_config",{field:n});return d`<ha-card><p class="empty" role="alert">${s}</p></ha-card>`}let{ids:r}=this;return d`<ha-card>
      ${this.config.title?d`<h1>${this.config.title}</h1>`:m}
      ${nt(r,s=>s,s=>this.battery(s,Hi(r.indexOf(s),r.length),e))}
      ${r.length?m:d`<p class="empty">${e.say("no_batteries")}</p>`}
      ${this.feed.failed?d`<p class="empty">${e.say("not_allowed")}</p>`:m}
      ${this.dialog(e)}
    </ha-card>`}battery(e,n,r){let s=this.plan(e),o=n!=="both",a=!o||this.unfolded===e,{level:l}=this.records.of(s),c=p=>this.show(e,p);return d`<section aria-label=${this.name(e)}>
      ${Nn(s,r,this.now,this.name(e),[...o&&n!=="top"?[]:[this.tableButton()],{key:"plan_button",icon:"mdi:plus",press:()=>this.form(e,s)},...o?[this.unfoldButton(e)]:[]])}
      ${this.asTable?m:this.picture(e,s,n,r)}
      <div class=${this.asTable?"tables":"hidden"}>
        ${qn(s,l,this.span,this.now,r,this.asTable?c:void 0)}
      </div>
      ${In(s,r,this.now,{resume:()=>{this.actions.attempt(()=>this.actions.resume(s))},accept:()=>{this.actions.attempt(()=>this.actions.accept(e))}})}
      ${a&&(this.config.show_controls??!0)?this.controls(e,s,r):m}
    </section>`}picture(e,n,r,s){let{level:o,power:a}=this.records.of(n);return d`<amps-timeline
          .words=${s}
          .plan=${n}
          .name=${this.name(e)}
          .level=${o}
          .power=${a}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power??!0}
          ?compact=${r!=="both"}
          axis=${r}
          @amps-open=${l=>this.show(e,l.detail.window)}
          @amps-open-goal=${l=>this.show(e,l.detail.goal)}
          @amps-plan=${l=>this.form(e,n,l.detail.start)}
          @amps-scroll=${l=>this.align(l)}
          @amps-move=${l=>this.move(l)}
        ></amps-timeline>`}show(e,n){this.opened="in_one_go"in n?{kind:"goal",id:e,goal:n}:{kind:"window",id:e,window:n}}tableButton(){return{key:"table_button",icon:this.asTable?"mdi:chart-timeline":"mdi:table",pressed:this.asTable,press:()=>{this.asTable=!this.asTable}}}unfoldButton(e){let n=this.unfolded===e;return{key:"controls_button",icon:n?"mdi:chevron-up":"mdi:chevron-down",pressed:n,press:()=>{this.unfolded=n?void 0:e}}}controls(e,n,r){return jn(n,r,this.now,{mode:s=>this.setMode(n,s),boost:()=>{this.opened={kind:"boost",id:e}},stop:()=>{this.actions.attempt(()=>this.actions.stop(n))}})}setMode(e,n){let r=n.value;this.actions.attempt(()=>this.actions.setMode(e,r)).then(s=>{s||(n.value=e.mode??"")})}form(e,n,r){let s=n.commands?.find(p=>p.plannable)?.command;if(!s)return;let o=r??ut(this.now+Ve/2,Ve/2),a=n.windows?.map(p=>Date.parse(p.start))??[],l=Math.min(...a.filter(p=>p>o),o+2*Ve),c={command:s,start:o,end:l,target:null,power:null,reserve:null,repeat:null,aim:null};this.opened={kind:"plan",id:e,draft:c,planned:void 0}}change({detail:e},n){let{planned:r}=e;this.opened={kind:"plan",id:n,draft:Pt(r),planned:r}}align({detail:e,currentTarget:n}){for(let r of this.renderRoot.querySelectorAll("amps-timeline"))r!==n&&r.showFrom(e.left)}async move(e){let{window:n,start:r,end:s}=e.detail,o=e.currentTarget,a={...Pt(n),start:r,end:s};await this.actions.attempt(()=>this.actions.edit(n,a,"this"))||o.settled()}dialog(e){let{opened:n}=this;if(!n)return m;let r=this.plan(n.id),s=this.name(n.id),o=()=>{this.opened===n&&(this.opened=void 0)};switch(n.kind){case"window":return d`<amps-window-dialog
          .words=${e}
          .window=${n.window}
          .plan=${r}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${a=>this.change(a,n.id)}
        ></amps-window-dialog>`;case"goal":return d`<amps-goal-dialog
          .words=${e}
          .goal=${n.goal}
          .plan=${r}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${a=>this.change(a,n.id)}
        ></amps-goal-dialog>`;case"plan":return d`<amps-plan-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${r}
          .deviceId=${n.id}
          .battery=${s}
          .draft=${n.draft}
          .planned=${n.planned}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-plan-dialog>`;case"boost":return d`<amps-boost-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${r}
          .deviceId=${n.id}
          .battery=${s}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-boost-dialog>`}}};function Hi(i,t){return t===1?"both":i===0?"top":i===t-1?"bottom":"none"}customElements.define("amps-battery-view",qe);function hr({plan:i}){return i.problem?0:i.available===!1?1:Gt(i.last?.outcome)?2:i.linked===!1?3:4}function fr(i){return[...i].sort((t,e)=>hr(t)-hr(e)||t.name.localeCompare(e.name))}var Ke=class extends A{constructor(){super();this.feed=new mt(()=>this.requestUpdate());this.search="",this.only=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},search:{state:!0},only:{state:!0},opened:{state:!0}}}static{this.styles=[q,ft,$`
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
    `]}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.feed.stop()}willUpdate(){this.words?.isFor(this.hass)||(this.words=new M(this.hass),V(this.hass).then(()=>{this.words=new M(this.hass),this.requestUpdate()})),this.isConnected&&this.feed.subscribe(this.hass,{type:"amps/fleet/subscribe"})}updated(){let e=this.renderRoot.querySelector("dialog");e&&!e.open&&e.showModal()}render(){let{words:e}=this;if(!e)return m;let n=this.feed.known,r=(n?.order??[]).map(c=>({id:c,name:it(this.hass.devices[c])||c,plan:n?.batteries[c]??{available:!1}})),s=r.filter(c=>re(c.plan)).length,o=this.search.toLocaleLowerCase(),a=fr(r).filter(c=>c.name.toLocaleLowerCase().includes(o)&&(!this.only||re(c.plan))),l=["battery","level","does","next_column","last_column"];return d`<ha-card>
      <div class="bar">
        <input
          type="search"
          aria-label=${e.say("search")}
          placeholder=${e.say("search")}
          @input=${c=>{this.search=c.target.value}}
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
          >${e.say("counted",{shown:a.length,all:r.length})}</span
        >
      </div>
      <div role="table" aria-label=${e.say("fleet")}>
        <div role="row" class="head">
          ${l.map(c=>d`<span role="columnheader">${e.say(c)}</span>`)}
        </div>
        ${nt(a,c=>c.id,c=>this.row(c,e))}
      </div>
      ${this.dialog(e)}
    </ha-card>`}row({id:e,name:n,plan:r},s){let o=Date.now(),{next:a,last:l}=r,c=a&&g(a)>o;return d`<div role="row" class="line" @click=${()=>this.show(e)}>
      <span role="cell" class="name">
        ${re(r)?d`<ha-icon icon="mdi:alert"></ha-icon
                ><span class="hidden">${s.say("problem")}</span>`:m}
        <button type="button" class="link" @click=${()=>this.show(e)}>
          <bdi>${n}</bdi>
        </button>
      </span>
      <span role="cell" class="level" style="--level: ${r.level??0}%"
        >${r.level==null?"–":s.percent(r.level)}</span
      >
      <span role="cell" class="wide">${r.available===!1?s.say("away"):ne(r,s)}</span>
      <span role="cell" class="wide"
        >${c?`${s.title(a)}, ${s.span(b(a),a.end?g(a):null,o)}`:d`<span class="dim">${s.say("nothing_planned")}</span>`}</span
      >
      <span role="cell" class="wide result"
        >${l?.outcome?d`<ha-icon .icon=${R[l.outcome]}></ha-icon
                ><span
                  >${s.status(l.outcome)}${l.reason?`: ${s.reason(l.reason)}`:""}</span
                >`:d`<span class="dim">–</span>`}</span
      >
    </div>`}show(e){this.opened=e}dialog(e){let{opened:n}=this;return n?d`<dialog
      aria-label=${it(this.hass.devices[n])}
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
    </dialog>`:m}};customElements.define("amps-fleet-view",Ke);async function zi(i){await V(i).catch(()=>{});let t=new M(i),e=Vt(i).map(s=>s.id),n={title:t.say("view_cards"),path:"batteries",icon:"mdi:home-battery",type:"sections",max_columns:2,sections:(e.length?e:[void 0]).map(s=>({type:"grid",column_span:e.length>1?1:2,cards:[{type:"custom:amps-battery-card",...s?{device_id:[s]}:{},grid_options:{columns:"full"}}]}))},r={title:t.say("view_list"),path:"list",icon:"mdi:format-list-bulleted",type:"panel",cards:[{type:"custom:amps-fleet-card"}]};return e.length>Ee?{title:"Amps",views:[r]}:{title:"Amps",views:e.length>1?[n,r]:[n]}}export{Ln as check,Nr as configForm,zi as dashboard};
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
