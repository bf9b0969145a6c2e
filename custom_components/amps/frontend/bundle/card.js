var Wt=globalThis,Ht=Wt.ShadowRoot&&(Wt.ShadyCSS===void 0||Wt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ge=Symbol(),Ye=new WeakMap,yt=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==ge)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(Ht&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=Ye.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&Ye.set(e,t))}return t}toString(){return this.cssText}},Ze=r=>new yt(typeof r=="string"?r:r+"",void 0,ge),$=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,i,s)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+r[s+1],r[0]);return new yt(e,r,ge)},Xe=(r,t)=>{if(Ht)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),i=Wt.litNonce;i!==void 0&&n.setAttribute("nonce",i),n.textContent=e.cssText,r.appendChild(n)}},be=Ht?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Ze(e)})(r):r;var{is:yr,defineProperty:xr,getOwnPropertyDescriptor:$r,getOwnPropertyNames:wr,getOwnPropertySymbols:_r,getPrototypeOf:kr}=Object,Dt=globalThis,Qe=Dt.trustedTypes,Ar=Qe?Qe.emptyScript:"",Sr=Dt.reactiveElementPolyfillSupport,xt=(r,t)=>r,ve={toAttribute(r,t){switch(t){case Boolean:r=r?Ar:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},tn=(r,t)=>!yr(r,t),Je={attribute:!0,type:String,converter:ve,reflect:!1,useDefault:!1,hasChanged:tn};Symbol.metadata??=Symbol("metadata"),Dt.litPropertyMetadata??=new WeakMap;var N=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Je){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),i=this.getPropertyDescriptor(t,n,e);i!==void 0&&xr(this.prototype,t,i)}}static getPropertyDescriptor(t,e,n){let{get:i,set:s}=$r(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:i,set(o){let a=i?.call(this);s?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Je}static _$Ei(){if(this.hasOwnProperty(xt("elementProperties")))return;let t=kr(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(xt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(xt("properties"))){let e=this.properties,n=[...wr(e),..._r(e)];for(let i of n)this.createProperty(i,e[i])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,i]of e)this.elementProperties.set(n,i)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let i=this._$Eu(e,n);i!==void 0&&this._$Eh.set(i,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let i of n)e.unshift(be(i))}else t!==void 0&&e.push(be(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Xe(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),i=this.constructor._$Eu(t,n);if(i!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:ve).toAttribute(e,n.type);this._$Em=t,s==null?this.removeAttribute(i):this.setAttribute(i,s),this._$Em=null}}_$AK(t,e){let n=this.constructor,i=n._$Eh.get(t);if(i!==void 0&&this._$Em!==i){let s=n.getPropertyOptions(i),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:ve;this._$Em=i;let a=o.fromAttribute(e,s.type);this[i]=a??this._$Ej?.get(i)??a,this._$Em=null}}requestUpdate(t,e,n,i=!1,s){if(t!==void 0){let o=this.constructor;if(i===!1&&(s=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??tn)(s,e)||n.useDefault&&n.reflect&&s===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:i,wrapped:s},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),s!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),i===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,s]of this._$Ep)this[i]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[i,s]of n){let{wrapped:o}=s,a=this[i];o!==!0||this._$AL.has(i)||a===void 0||this.C(i,void 0,s,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};N.elementStyles=[],N.shadowRootOptions={mode:"open"},N[xt("elementProperties")]=new Map,N[xt("finalized")]=new Map,Sr?.({ReactiveElement:N}),(Dt.reactiveElementVersions??=[]).push("2.1.2");var xe=globalThis,en=r=>r,Lt=xe.trustedTypes,nn=Lt?Lt.createPolicy("lit-html",{createHTML:r=>r}):void 0,$e="$lit$",I=`lit$${Math.random().toFixed(9).slice(2)}$`,we="?"+I,Pr=`<${we}>`,J=document,wt=()=>J.createComment(""),_t=r=>r===null||typeof r!="object"&&typeof r!="function",_e=Array.isArray,cn=r=>_e(r)||typeof r?.[Symbol.iterator]=="function",ye=`[ 	
\f\r]`,$t=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,rn=/-->/g,sn=/>/g,X=RegExp(`>|${ye}(?:([^\\s"'>=/]+)(${ye}*=${ye}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),on=/'/g,an=/"/g,dn=/^(?:script|style|textarea|title)$/i,ke=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),d=ke(1),A=ke(2),Vi=ke(3),E=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),ln=new WeakMap,Q=J.createTreeWalker(J,129);function pn(r,t){if(!_e(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return nn!==void 0?nn.createHTML(t):t}var un=(r,t)=>{let e=r.length-1,n=[],i,s=t===2?"<svg>":t===3?"<math>":"",o=$t;for(let a=0;a<e;a++){let l=r[a],c,p,h=-1,f=0;for(;f<l.length&&(o.lastIndex=f,p=o.exec(l),p!==null);)f=o.lastIndex,o===$t?p[1]==="!--"?o=rn:p[1]!==void 0?o=sn:p[2]!==void 0?(dn.test(p[2])&&(i=RegExp("</"+p[2],"g")),o=X):p[3]!==void 0&&(o=X):o===X?p[0]===">"?(o=i??$t,h=-1):p[1]===void 0?h=-2:(h=o.lastIndex-p[2].length,c=p[1],o=p[3]===void 0?X:p[3]==='"'?an:on):o===an||o===on?o=X:o===rn||o===sn?o=$t:(o=X,i=void 0);let m=o===X&&r[a+1].startsWith("/>")?" ":"";s+=o===$t?l+Pr:h>=0?(n.push(c),l.slice(0,h)+$e+l.slice(h)+I+m):l+I+(h===-2?a:m)}return[pn(r,s+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},kt=class r{constructor({strings:t,_$litType$:e},n){let i;this.parts=[];let s=0,o=0,a=t.length-1,l=this.parts,[c,p]=un(t,e);if(this.el=r.createElement(c,n),Q.currentNode=this.el.content,e===2||e===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(i=Q.nextNode())!==null&&l.length<a;){if(i.nodeType===1){if(i.hasAttributes())for(let h of i.getAttributeNames())if(h.endsWith($e)){let f=p[o++],m=i.getAttribute(h).split(I),v=/([.?@])?(.*)/.exec(f);l.push({type:1,index:s,name:v[2],strings:m,ctor:v[1]==="."?Ut:v[1]==="?"?Nt:v[1]==="@"?It:et}),i.removeAttribute(h)}else h.startsWith(I)&&(l.push({type:6,index:s}),i.removeAttribute(h));if(dn.test(i.tagName)){let h=i.textContent.split(I),f=h.length-1;if(f>0){i.textContent=Lt?Lt.emptyScript:"";for(let m=0;m<f;m++)i.append(h[m],wt()),Q.nextNode(),l.push({type:2,index:++s});i.append(h[f],wt())}}}else if(i.nodeType===8)if(i.data===we)l.push({type:2,index:s});else{let h=-1;for(;(h=i.data.indexOf(I,h+1))!==-1;)l.push({type:7,index:s}),h+=I.length-1}s++}}static createElement(t,e){let n=J.createElement("template");return n.innerHTML=t,n}};function tt(r,t,e=r,n){if(t===E)return t;let i=n!==void 0?e._$Co?.[n]:e._$Cl,s=_t(t)?void 0:t._$litDirective$;return i?.constructor!==s&&(i?._$AO?.(!1),s===void 0?i=void 0:(i=new s(r),i._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=i:e._$Cl=i),i!==void 0&&(t=tt(r,i._$AS(r,t.values),i,n)),t}var zt=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,i=(t?.creationScope??J).importNode(e,!0);Q.currentNode=i;let s=Q.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let c;l.type===2?c=new at(s,s.nextSibling,this,t):l.type===1?c=new l.ctor(s,l.name,l.strings,this,t):l.type===6&&(c=new jt(s,this,t)),this._$AV.push(c),l=n[++a]}o!==l?.index&&(s=Q.nextNode(),o++)}return Q.currentNode=J,i}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},at=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,i){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=tt(this,t,e),_t(t)?t===u||t==null||t===""?(this._$AH!==u&&this._$AR(),this._$AH=u):t!==this._$AH&&t!==E&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):cn(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==u&&_t(this._$AH)?this._$AA.nextSibling.data=t:this.T(J.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,i=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=kt.createElement(pn(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===i)this._$AH.p(e);else{let s=new zt(i,this),o=s.u(this.options);s.p(e),this.T(o),this._$AH=s}}_$AC(t){let e=ln.get(t.strings);return e===void 0&&ln.set(t.strings,e=new kt(t)),e}k(t){_e(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,i=0;for(let s of t)i===e.length?e.push(n=new r(this.O(wt()),this.O(wt()),this,this.options)):n=e[i],n._$AI(s),i++;i<e.length&&(this._$AR(n&&n._$AB.nextSibling,i),e.length=i)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=en(t).nextSibling;en(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},et=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,i,s){this.type=1,this._$AH=u,this._$AN=void 0,this.element=t,this.name=e,this._$AM=i,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=u}_$AI(t,e=this,n,i){let s=this.strings,o=!1;if(s===void 0)t=tt(this,t,e,0),o=!_t(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{let a=t,l,c;for(t=s[0],l=0;l<s.length-1;l++)c=tt(this,a[n+l],e,l),c===E&&(c=this._$AH[l]),o||=!_t(c)||c!==this._$AH[l],c===u?t=u:t!==u&&(t+=(c??"")+s[l+1]),this._$AH[l]=c}o&&!i&&this.j(t)}j(t){t===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Ut=class extends et{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===u?void 0:t}},Nt=class extends et{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==u)}},It=class extends et{constructor(t,e,n,i,s){super(t,e,n,i,s),this.type=5}_$AI(t,e=this){if((t=tt(this,t,e,0)??u)===E)return;let n=this._$AH,i=t===u&&n!==u||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,s=t!==u&&(n===u||i);i&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},jt=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){tt(this,t)}},hn={M:$e,P:I,A:we,C:1,L:un,R:zt,D:cn,V:tt,I:at,H:et,N:Nt,U:It,B:Ut,F:jt},Or=xe.litHtmlPolyfillSupport;Or?.(kt,at),(xe.litHtmlVersions??=[]).push("3.3.3");var mn=(r,t,e)=>{let n=e?.renderBefore??t,i=n._$litPart$;if(i===void 0){let s=e?.renderBefore??null;n._$litPart$=i=new at(t.insertBefore(wt(),s),s,void 0,e??{})}return i._$AI(r),i};var Ae=globalThis,S=class extends N{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=mn(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};S._$litElement$=!0,S.finalized=!0,Ae.litElementHydrateSupport?.({LitElement:S});var Er=Ae.litElementPolyfillSupport;Er?.({LitElement:S});(Ae.litElementVersions??=[]).push("4.2.2");var lt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ct=r=>(...t)=>({_$litDirective$:r,values:t}),j=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Tr}=hn,fn=r=>r;var gn=()=>document.createComment(""),dt=(r,t,e)=>{let n=r._$AA.parentNode,i=t===void 0?r._$AB:t._$AA;if(e===void 0){let s=n.insertBefore(gn(),i),o=n.insertBefore(gn(),i);e=new Tr(s,o,r,r.options)}else{let s=e._$AB.nextSibling,o=e._$AM,a=o!==r;if(a){let l;e._$AQ?.(r),e._$AM=r,e._$AP!==void 0&&(l=r._$AU)!==o._$AU&&e._$AP(l)}if(s!==i||a){let l=e._$AA;for(;l!==s;){let c=fn(l).nextSibling;fn(n).insertBefore(l,i),l=c}}}return e},B=(r,t,e=r)=>(r._$AI(t,e),r),Mr={},bn=(r,t=Mr)=>r._$AH=t,vn=r=>r._$AH,Bt=r=>{r._$AR(),r._$AA.remove()};var yn=(r,t,e)=>{let n=new Map;for(let i=t;i<=e;i++)n.set(r[i],i);return n},nt=ct(class extends j{constructor(r){if(super(r),r.type!==lt.CHILD)throw Error("repeat() can only be used in text expressions")}dt(r,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let i=[],s=[],o=0;for(let a of r)i[o]=n?n(a,o):o,s[o]=e(a,o),o++;return{values:s,keys:i}}render(r,t,e){return this.dt(r,t,e).values}update(r,[t,e,n]){let i=vn(r),{values:s,keys:o}=this.dt(t,e,n);if(!Array.isArray(i))return this.ut=o,s;let a=this.ut??=[],l=[],c,p,h=0,f=i.length-1,m=0,v=s.length-1;for(;h<=f&&m<=v;)if(i[h]===null)h++;else if(i[f]===null)f--;else if(a[h]===o[m])l[m]=B(i[h],s[m]),h++,m++;else if(a[f]===o[v])l[v]=B(i[f],s[v]),f--,v--;else if(a[h]===o[v])l[v]=B(i[h],s[v]),dt(r,l[v+1],i[h]),h++,v--;else if(a[f]===o[m])l[m]=B(i[f],s[m]),dt(r,i[h],i[f]),f--,m++;else if(c===void 0&&(c=yn(o,m,v),p=yn(a,h,f)),c.has(a[h]))if(c.has(a[f])){let y=p.get(o[m]),_=y!==void 0?i[y]:null;if(_===null){let Z=dt(r,i[h]);B(Z,s[m]),l[m]=Z}else l[m]=B(_,s[m]),dt(r,i[h],_),i[y]=null;m++}else Bt(i[f]),f--;else Bt(i[h]),h++;for(;m<=v;){let y=dt(r,l[v+1]);B(y,s[m]),l[m++]=y}for(;h<=f;){let y=i[h++];y!==null&&Bt(y)}return this.ut=o,bn(r,l),E}});function D(r,t){return r.absence?"skipped":r.runs_on?"active":r.state==="suggested"?"suggested":r.outcome?r.outcome:r.state!=="planned"||r.origin==="manual"?r.state:t?r.retrying?"retrying":"planned":"paused"}function b(r){return Date.parse(r.start)}function g(r){return r.end?Date.parse(r.end):b(r)+30*6e4}var Cr=new Set(["plan","goal","automatic"]);function Gt(r){let t=r.state==="ended"||r.runs_on;return Cr.has(r.origin)&&r.state!=="suggested"&&!t&&!r.absence}function rt(r,t){return Gt(r)&&r.state!=="active"&&b(r)>t}function xn(r,t){return r.absence==="skipped"&&g(r)>t&&!!r.original}function Ft(r){return r==="failed"||r==="missed"||r==="incomplete"}function M(r){return r==="charge"||r==="discharge"||r==="idle"?r:"auto"}function G(r){return`${r.device_id}/${r.uid}/${r.original??r.start}`}var Rr=6e4;function F(r,t){return r.outcome?r.outcome:r.state==="ended"?"ended":t?r.reason?"at_risk":r.state:"paused"}function pt(r,t){return r==="active"?t.say("goal_begun"):t.status(r)}function At(r){let t=/^(?:(\d+) days?, )?(\d+):(\d{2}):\d{2}$/.exec(r??"");if(!t)return;let[e=0,n=0,i=0]=t.slice(1).map(s=>Number(s??0));return(e*24+n)*60+i}function L(r,t){let e=At(r.duration)??null;return Se({...r,end:g(r),minutes:e},t)}function Se({command:r,target:t,end:e,minutes:n},i){let s=i.say(r==="discharge"?"empty":"full"),o=t===null?s:i.percent(t),a=n===null?o:i.duration(n*Rr);return i.say("goal_by",{what:a,time:i.time(e)})}function Vt(r,t){return(t.windows??[]).filter(e=>e.origin==="goal"&&e.source===r.uid&&!e.absence&&b(e)<g(r)&&g(e)>b(r))}function $n(r,t){if(r.origin==="goal")return t.goals?.find(e=>Vt(e,t).includes(r))}function P(r,t,e={}){r.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:e}))}function wn(r){history.pushState(null,"",r),P(window,"location-changed",{replace:!1})}function qt(r){return Object.values(r.devices).filter(t=>!t.disabled_by&&t.identifiers.some(([e])=>e==="amps")).sort((t,e)=>it(t).localeCompare(it(e)))}function it(r){return r?.name_by_user||r?.name||""}var Wr=1e4;function Pt(r){return{command:r.command??"charge",start:b(r),end:g(r),target:r.target,power:r.power,reserve:r.reserve,repeat:r.repeat,aim:"in_one_go"in r?Hr(r):null}}function Hr({duration:r,max_price:t,min_price:e,in_one_go:n}){return{duration:At(r)??null,max_price:t,min_price:e,in_one_go:n}}function _n({uid:r,repeat:t,original:e},n){return{uid:r,original:t?e:null,range:t?n:"all"}}function kn(r){return"origin"in r&&r.origin!=="plan"}var St=r=>new Date(r).toISOString();function Dr(r){let t={};for(let e of["target","power","reserve"]){let n=r[e];n!==null&&(t[e]=n)}return t}function Sn({duration:r,in_one_go:t,...e}){let n=Object.entries(e).filter(([,i])=>i!==null);return{in_one_go:t,...r===null?{}:{duration:{minutes:r}},...Object.fromEntries(n)}}function An({aim:r,start:t,end:e,...n}){let i=r?{goal:!0,...Sn(r)}:{};return{...n,...i,start:St(t),end:St(e)}}var Kt=class{constructor(t,e,n){this.element=t;this.hass=e;this.words=n}async schedule(t,e,n=!1){let i=await this.add(t,e,n);this.told("planned",e,async()=>{i&&await this.cancelWindow(t,i,void 0,"all")})}async edit(t,e,n){let i=Pt(t);await this.change(t,e,n);let s=n==="this_and_future"||kn(t)?void 0:()=>this.change({...t,start:St(e.start)},i,n);this.told("changed",e,s)}async cancel(t,e){await this.cancelWindow(t.device_id,t.uid,t.start,e);let n=t.repeat&&e==="this",i=kn(t)?void 0:()=>this.restore(t,n?t.original:null);this.told(n?"skipped":"deleted",Pt(t),i)}async accept(t,e){let n=e===void 0?{}:{uid:e};await this.call("amps","accept_plan",{device_id:[t],...n})}async decline(t){await this.cancelWindow(t.device_id,t.uid,void 0,"this")}preview(t,e,n,i){return this.hass.callWS({type:"amps/plan/preview",device_id:t,...n?_n(n,i):{},...An(e)})}async restore(t,e){let{device_id:n,uid:i}=t;await this.hass.callWS({type:"amps/plan/restore",device_id:n,uid:i,original:e})}async boost(t,{command:e,target:n,minutes:i}){await this.call("amps","send_command",{device_id:[t],command:e,duration:{minutes:i},...n===null?{}:{target:n}})}async stop(t){await this.call("button","press",{entity_id:t.entities?.stop})}async setMode(t,e){let n=t.entities?.operation_mode;await this.call("select","select_option",{entity_id:n,option:e})}async resume(t){await this.call("switch","turn_on",{entity_id:t.entities?.plan_enabled})}async attempt(t){try{return await t(),!0}catch(e){let n=await this.words.failure(this.hass,e);return P(this.element,"hass-notification",{message:n}),!1}}async add(t,e,n){let i={device_id:[t],command:e.command,start:St(e.start),end:St(e.end),...Dr(e),...e.aim?Sn(e.aim):{},...e.repeat?{repeat:e.repeat}:{},replace:n},s=e.aim?"schedule_goal":"schedule_window",{response:o}=await this.call("amps",s,i,!0),[a]=Object.values(o??{});return a?.[0]?.uid}async change(t,e,n){await this.hass.callWS({type:"amps/plan/edit",device_id:t.device_id,..._n(t,n),...An(e)})}async cancelWindow(t,e,n,i){let s={device_id:[t],uid:e,range:i};await this.call("amps","cancel_window",n?{...s,occurrence:n}:s)}call(t,e,n,i=!1){return this.hass.callService(t,e,n,void 0,!1,i)}told(t,e,n){let{words:i}=this,s=i.title(e),o=i.span(e.start,e.end,Date.now()),a=n&&{text:i.say("undo"),action:()=>{this.attempt(n)}};P(this.element,"hass-notification",{message:i.say(`told_${t}`,{what:s,when:o}),duration:Wr,dismissable:!0,...a?{action:a}:{}})}};var Pn=new Map;function Lr(r){let t=Pn.get(r);return t||(t=new Intl.DateTimeFormat("en-US",{timeZone:r,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}),Pn.set(r,t)),t}function O(r,t){let e={};for(let{type:l,value:c}of Lr(t).formatToParts(r))e[l]=Number(c);let{year:n=0,month:i=0,day:s=0,hour:o=0,minute:a=0}=e;return{year:n,month:i,day:s,hour:o,minute:a}}function Zt(r){return Date.UTC(r.year,r.month-1,r.day,r.hour,r.minute)}function Ot(r,t){return Zt(O(r,t))-Math.floor(r/6e4)*6e4}function C(r,t){let e=Zt(r),n=Ot(e-24*36e5,t),i=Ot(e+24*36e5,t);for(let s of[n,i])if(Ot(e-s,t)===s)return e-s;return zr(e-24*36e5,e+24*36e5,t)}function zr(r,t,e){let[n,i]=[r,t],s=Ot(n,e);for(;i-n>6e4;){let o=Math.floor((n+i)/2/6e4)*6e4;Ot(o,e)===s?n=o:i=o}return i}function z(r,t,e=0){let n=new Date(Zt(r)+t*24*36e5+e*6e4);return{year:n.getUTCFullYear(),month:n.getUTCMonth()+1,day:n.getUTCDate(),hour:n.getUTCHours(),minute:n.getUTCMinutes()}}function Et(r){return(new Date(Zt(r)).getUTCDay()+6)%7}function st(r,t){return C({...O(r,t),hour:0,minute:0},t)}var Yt=r=>String(r).padStart(2,"0");function Xt(r){return`${r.year}-${Yt(r.month)}-${Yt(r.day)}`}function Pe(r){return`${Yt(r.hour)}:${Yt(r.minute)}`}function Tt(r,t){let e=/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(`${r}T${t}`);if(!e)return;let[n,i,s,o,a]=e.slice(1).map(Number);return{year:n,month:i,day:s,hour:o,minute:a}}var On=5*6e4;function x(r,{start:t,end:e}){let n=(r-t)/(e-t);return Math.min(1,Math.max(0,n))*100}function En(r,t){let e=r.filter(([o])=>o<=t),[n,i]=[e.at(-1),r[e.length]];if(!n||!i)return e;let s=(t-n[0])/(i[0]-n[0]);return[...e,[t,n[1]+s*(i[1]-n[1])]]}function Tn(r,{start:t,end:e}){return t+Math.min(1,Math.max(0,r))*(e-t)}function Qt(r,t=On){return Math.round(r/t)*t}function ut(r,t=On){return Math.ceil(r/t)*t}function Mt(r,t){let e=[],n=st(r.start,t);for(;n<r.end&&e.length<40;){let i=C(z({...O(n,t),hour:0,minute:0},1),t);e.push({start:Math.max(n,r.start),end:Math.min(i,r.end)}),n=i}return e}function Jt(r,t,e){return Mt(r,t).flatMap(n=>{let i=O(n.start,t),s=[];for(let o=0;o<24;o+=e){let a=C({...i,hour:o,minute:0},t);a>=r.start&&a<r.end&&s.push(a)}return s})}var Mn=$`
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
`;var Rn=36e5,Cn=24*Rn,Ur="component.amps.config_panel.card",te="component.amps.entity.calendar.plan.state_attributes",Nr="component.amps.entity.select.operation_mode.state",Oe=new Map;function V(r){let{language:t}=r.locale,e=Oe.get(t);return e||(e=r.loadBackendTranslation("config_panel","amps"),Oe.set(t,e),e.catch(()=>Oe.delete(t))),e}var R=class{constructor(t){this.zone=t.config.time_zone,this.language=t.locale.language,this.localize=t.localize,this.currency=t.config.currency??"EUR";let e=t.locale.time_format;this.hour12=e==="12"||e!=="24"&&Ir(e,this.language),this.padded=this.hour12?"numeric":"2-digit"}isFor(t){return this.localize===t.localize&&this.zone===t.config.time_zone}say(t,e){return this.localize(`${Ur}.${t}`,e)}command(t){return t?this.localize(`${Nr}.${t}`):"?"}status(t){return this.localize(`${te}.status.state.${t}`)||this.say(`status_${t}`)||t}reason(t){return this.localize(`${te}.reason.state.${t}`)||t}origin(t){return this.localize(`${te}.origin.state.${t}`)||t}originName(){return this.localize(`${te}.origin.name`)}title(t){let e=this.command(t.command);return t.target!==null?this.say("title_target",{command:e,level:this.percent(t.target)}):t.reserve!==null&&t.command==="auto_reserve"?this.say("title_reserve",{command:e,level:this.percent(t.reserve)}):e}number(t,e=1){return new Intl.NumberFormat(this.language,{maximumFractionDigits:e}).format(t)}percent(t){return new Intl.NumberFormat(this.language,{style:"percent",maximumFractionDigits:0}).format(t/100)}power(t){return`${this.number(Math.abs(t),2)} kW`}energy(t){return`${this.number(t)} kWh`}money(t,e=this.currency,n=2){return new Intl.NumberFormat(this.language,{style:"currency",currency:e,maximumFractionDigits:n}).format(t)}price(t,e){return`${this.money(t,e,3)}/kWh`}time(t){return this.format({hour:this.padded,minute:"2-digit"},t)}hour(t){return this.hour12?this.format({hour:"numeric"},t):this.time(t)}clockHour(t){return new Intl.DateTimeFormat(this.language,{timeZone:"UTC",hour:this.padded,hourCycle:this.hour12?"h12":"h23"}).formatToParts(t*Rn).filter(({type:e,value:n})=>e!=="literal"||n.trim()==="").map(({value:e})=>e).join("").trim()}day(t,e){let n=Math.round((st(t,this.zone)-st(e,this.zone))/Cn);return Math.abs(n)<=1?new Intl.RelativeTimeFormat(this.language,{numeric:"auto"}).format(n,"day"):this.format({weekday:"short",day:"numeric",month:"short"},t)}weekday(t,e){return new Intl.DateTimeFormat(this.language,{weekday:e,timeZone:"UTC"}).format(Date.UTC(2024,0,1+t))}span(t,e,n){let i=`${this.day(t,n)} ${this.time(t)}`;if(e===null)return i;let s=e>t?e-1:e,o=st(s,this.zone)===st(t,this.zone),a=e-t<Cn,l=this.time(e);return o||a?`${i} – ${l}`:`${i} – ${this.day(e,n)} ${l}`}duration(t){let e=Math.max(0,Math.round(t/6e4)),n=(o,a)=>new Intl.NumberFormat(this.language,{style:"unit",unit:a,unitDisplay:"short"}).format(o),i=Math.floor(e/60),s=e%60;return i?s?`${n(i,"hour")} ${n(s,"minute")}`:n(i,"hour"):n(s,"minute")}async failure(t,e){let n=e??{},{translation_domain:i,translation_key:s}=n;if(i&&s){let o=await t.loadBackendTranslation("exceptions",i).catch(()=>{}),a=n.translation_placeholders,l=o?.(`component.${i}.exceptions.${s}.message`,a);if(l)return l}return n.message||this.say("failed")}format(t,e){return new Intl.DateTimeFormat(this.language,{timeZone:this.zone,...t.hour?{hourCycle:this.hour12?"h12":"h23"}:{},...t}).format(e)}};function k(r,t){return r.charAt(0).toLocaleUpperCase(t)+r.slice(1)}function Ir(r,t){let e=r==="system"?void 0:t,{hourCycle:n}=new Intl.DateTimeFormat(e,{hour:"numeric"}).resolvedOptions();return n==="h11"||n==="h12"}var Ee=12,Hn=7;function ee(r){let{device_id:t}=r;return t===void 0?[]:typeof t=="string"?[t]:t}function ne(r){let t=ee(r);return!(Array.isArray(t)&&t.every(n=>typeof n=="string"))||t.length>Ee?"device_id":["days_back","days_ahead"].find(n=>{let i=r[n]??0;return!Number.isInteger(i)||i<0||i>Hn})}function Dn(r){let t=ne(r);if(t)throw new Error(t)}var Wn={number:{min:0,max:Hn,mode:"box"}};async function jr(){let r=document.querySelector("home-assistant");r?.hass&&await V(r.hass).catch(()=>{});let t=(e,n)=>(e??r?.hass?.localize)?.(`component.amps.config_panel.card.${n}`)??"";return{schema:[{name:"device_id",selector:{device:{multiple:!0,filter:[{integration:"amps"}]}}},{name:"title",selector:{text:{}}},{type:"grid",name:"",schema:[{name:"days_back",default:1,selector:Wn},{name:"days_ahead",default:1,selector:Wn},{name:"show_power",default:!0,selector:{boolean:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}}]}],computeLabel:({name:e},n)=>e&&t(n,`editor_${e}`),computeHelper:({name:e},n)=>e&&t(n,`editor_${e}_help`),assertConfig:Dn}}function Br(r,t){let e={...r?.batteries};for(let[n,i]of Object.entries(t.batteries??{}))e[n]={...e[n],...i};return{order:t.order??r?.order??[],batteries:e}}var ht=class{constructor(t){this.changed=t;this.failed=!1;this.asked="";this.round=0}async subscribe(t,e){let n=JSON.stringify(e);if(n===this.asked)return;this.stop(),this.asked=n;let i=this.round;try{let s=await t.connection.subscribeMessage(o=>{i===this.round&&(this.known=Br(this.known,o),this.changed())},e);i===this.round?this.end=s:s().catch(()=>{})}catch{if(i!==this.round)return;this.failed=!0,this.changed()}}stop(){this.end?.().catch(()=>{}),this.end=void 0,this.asked="",this.failed=!1,this.round++}};var U={charge:"mdi:battery-arrow-up",discharge:"mdi:battery-arrow-down",idle:"mdi:pause-circle-outline",auto_balanced:"mdi:scale-balance",auto_reserve:"mdi:shield-half-full",auto_export:"mdi:transmission-tower-export"},W={suggested:"mdi:lightbulb-outline",planned:"mdi:clock-outline",paused:"mdi:pause",retrying:"mdi:refresh",sent:"mdi:cloud-check-outline",active:"mdi:play",done:"mdi:check",accepted:"mdi:help-circle-outline",incomplete:"mdi:circle-half-full",failed:"mdi:alert",missed:"mdi:close-thick",cancelled:"mdi:cancel",skipped:"mdi:skip-next",ended:"mdi:circle-medium"},mt=r=>r==="at_risk"?"mdi:alert-outline":Gr[r]??W[r],Gr={planned:"mdi:flag-outline",active:"mdi:flag"};function Ct({why:r,saves:t},e,n){if(!r)return"";let{kind:i,price:s,other_price:o,at:a}=r,l=e.prices?.currency;return n.say(`why_${i}`,{price:s===null?"":n.money(s,l,3),other_price:o===null?"":n.price(o,l),time:a===null?"":n.time(Date.parse(a)),saves:n.money(t??0,l)})}var Fr=.05,Vr=24*36e5;function re(r,t){let e=[];return r.linked===!1?e.push(t.say("not_linked")):r.power!=null&&e.push(qr(r.power,t)),r.mode&&e.push(t.command(r.mode)),e.join(" · ")}function qr(r,t){if(Math.abs(r)<Fr)return t.say("resting");let e=r>0?"charging":"discharging";return t.say(e,{power:t.power(r)})}function Te(r,t){return r.windows?.filter(n=>n.state==="active"&&!n.absence&&(n.end===null||g(n)>t))?.at(-1)}function Ln(r,t,e){if(!r.available)return{icon:"mdi:cloud-off-outline",text:t.say("away")};let n=Te(r,e);if(n)return Kr(n,r,t,e);let i=r.next;return r.enabled===!1?{icon:"mdi:pause",text:t.say("paused")}:!i||g(i)<=e?{icon:"mdi:calendar-blank-outline",text:t.say("nothing_planned")}:{icon:U[i.command??"idle"],text:t.say("next",{what:t.title(i),when:t.span(b(i),i.end?g(i):null,e)}),detail:Ct(i,r,t)||t.say(i.state==="sent"?"held_by_amps":"held_here")}}function Kr(r,t,e,n){let i=W.active,s=e.title(r),o=r.origin==="plan"?"":e.origin(r.origin),a=Ct(r,t,e)||(o?k(o):e.say("runs_by_plan"));if(r.end===null)return{icon:i,text:e.say("runs",{what:s}),detail:a};let l=g(r),c={what:s,until:e.time(l),left:e.duration(l-n)};return{icon:i,text:e.say("runs_until",c),detail:a}}function zn(r,t,e){let{last:n}=r;if(!n?.outcome)return;let i=Date.parse(n.end);if(e-i>7*Vr)return;let s=n.level===null?"":t.percent(n.level),o=n.reason?t.reason(n.reason):"",a=[t.status(n.outcome),o,s].filter(Boolean).join(", "),l={what:t.title({...n,reserve:null}),how:a};return{icon:W[D({...n,absence:null},!0)],text:t.say("last",{...l,when:t.day(i,e)})}}function ie(r){return!!r.problem||r.available===!1||Ft(r.last?.outcome)}function ft(r){let t=[];return r?.forEach(([e,n],i)=>{let s=r[i+1];n!==null&&s&&t.push({start:Date.parse(e),end:Date.parse(s[0]),price:n})}),t}function Un(r,t){return ft(r.prices?.steps).find(n=>n.start<=t&&t<n.end)?.price}function se(r,t,e){let n=ft(r.prices?.steps).filter(l=>l.start<e&&l.end>t),[i,...s]=n;if(!i)return;let[o,a]=[i,i];for(let l of s)l.price<o.price&&(o=l),l.price>a.price&&(a=l);return{low:o,high:a}}var Yr=2;function Nn(r,t,e,n,i){let s=r.level??void 0;return d`<header>
    <div class="glyph" style="--level: ${s??0}%" aria-hidden="true"></div>
    <div class="names">
      <h2>
        <bdi>${n}</bdi>
        <span class="level">${s===void 0?"":t.percent(s)}</span>
      </h2>
      <p class="doing">${[re(r,t),Zr(r,t,e)].filter(Boolean).join(" · ")}</p>
    </div>
    ${i.map(({key:o,icon:a,pressed:l,press:c})=>{let p=t.say(o);return d`<button
        type="button"
        class="icon-button"
        aria-label=${p}
        title=${p}
        aria-pressed=${l??u}
        @click=${c}
      >
        <ha-icon .icon=${a}></ha-icon>
      </button>`})}
  </header>`}function Zr(r,t,e){let n=Un(r,e);return n===void 0?"":t.price(n,r.prices?.currency)}function In(r,t,e,n){let s=r.windows!==void 0||!r.available?Ln(r,t,e):{icon:"",text:"",detail:""},o=zn(r,t,e);return d`<div class="sentences">
    <div class="next">
      <ha-icon .icon=${s.icon}></ha-icon>
      <p>${s.text}<span class="detail">${s.detail??""}</span></p>
      ${r.enabled===!1&&r.entities?.plan_enabled?d`<button type="button" class="button" @click=${n.resume}>
              ${t.say("resume")}
            </button>`:u}
    </div>
    ${Xr(r,t,n.accept)} ${Qr(r,t)}
    <div class="last">
      ${o?d`<ha-icon .icon=${o.icon}></ha-icon>
              <p>${o.text}</p>`:u}
    </div>
    ${r.problem?d`<button
            type="button"
            class="problem"
            @click=${()=>wn("/config/repairs")}
          >
            <ha-icon icon="mdi:alert"></ha-icon><span>${t.say("problem")}</span>
          </button>`:u}
  </div>`}function Xr(r,t,e){let n=r.windows?.filter(o=>o.state==="suggested")??[];if(!n.length)return u;let i=n.reduce((o,a)=>o+(a.saves??0),0),s=t.money(i,r.prices?.currency);return d`<div class="next suggestion">
    <ha-icon .icon=${W.suggested}></ha-icon>
    <p>
      ${t.say("suggested",{count:n.length})}
      <span class="detail">${i>0?t.say("suggested_saves",{amount:s}):""}</span>
    </p>
    <button type="button" class="button main" @click=${e}>
      ${t.say(n.length>1?"accept_all":"accept")}
    </button>
  </div>`}function Qr(r,t){return(r.goals??[]).filter(n=>F(n,r.enabled??!0)==="at_risk").slice(0,Yr).map(n=>{let i=t.reason(n.reason??"");return d`<div class="last risk">
      <ha-icon .icon=${mt("at_risk")}></ha-icon>
      <p>${t.say("goal_risk",{asked:L(n,t),reason:i})}</p>
    </div>`})}function jn(r,t,e,n){let i=Te(r,e),s=r.commands?.some(a=>a.command==="charge"||a.command==="discharge"),o=r.commands?.map(a=>a.command)??[];return d`<div class="controls">
    <label class="mode">
      <span>${t.say("mode")}</span>
      <select
        ?disabled=${!r.entities?.operation_mode}
        @change=${a=>n.mode(a.target)}
      >
        ${o.map(a=>d`<option value=${a} .selected=${a===r.mode}>
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
      class="button ${i?"main":""}"
      ?disabled=${!r.entities?.stop}
      @click=${n.stop}
    >
      <ha-icon icon="mdi:stop"></ha-icon>${t.say("stop")}
    </button>
  </div>`}var Jr={W:.001,kW:1,MW:1e3};async function Bn(r,t,e){if(!t.length)return{};let n=await r.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),entity_ids:t,include_start_time_state:!0,significant_changes_only:!1,minimal_response:!0,no_attributes:!0}),i={};for(let s of t){let o=ti(r,s);i[s]=(n[s]??[]).map(a=>({at:Math.max(e,a.lu*1e3),value:ei(a.s,o)}))}return i}function ti(r,t){let e=r.states[t]?.attributes.unit_of_measurement;return Jr[String(e)]??1}function ei(r,t){let e=r===""?Number.NaN:Number(r)*t;return Number.isFinite(e)?e:void 0}function Me(r,t,e){let n=r.at(-1);return n&&(n.at>=t||n.value===e)?r:[...r,{at:t,value:e}]}function Gn(r,t,e,n){let i=[],s=0;for(let o=t;o<e;o+=n){let a=Math.min(o+n,e),[l,c]=[0,0];for(;s+1<r.length&&(r[s+1]?.at??a)<=o;)s++;for(let p=s;p<r.length;p++){let h=r[p];if(!h||h.at>=a)break;let f=Math.max(o,h.at),m=Math.min(a,r[p+1]?.at??a);h.value!==void 0&&m>f&&(l+=h.value*(m-f),c+=m-f)}i.push({at:o,value:c?l/c:void 0})}return i}function Fn(r,t){let e=[],n=[];for(let{at:s,value:o}of r)if(o===void 0)n.length&&e.push(n),n=[];else{let a=n.at(-1);a&&s-a.at>12e5&&n.push({at:s-12e5,value:a.value}),n.push({at:s,value:o})}let i=n.at(-1);return i&&(i.at<t&&n.push({at:t,value:i.value}),e.push(n)),e}var ni={since:0,level:[],power:[]},oe=class{constructor(t){this.changed=t;this.kept=new Map;this.asked=new Map}of(t){return this.kept.get(Vn(t))??ni}async follow(t,e){let n=Vn(e);if(!n||!e.start)return;let i=Date.parse(e.start);this.asked.get(n)!==i?(this.asked.set(n,i),await this.read(t,e,n,i)):this.append(e,n)}async read(t,e,n,i){let{level:s,power:o}=e.entities??{},a=[s,o].filter(c=>c!==void 0),l=await Bn(t,a,i).catch(()=>({}));this.kept.set(n,{since:i,level:l[s??""]??[],power:(l[o??""]??[]).map(ri)}),this.append(e,n),this.changed()}append(t,e){let n=this.kept.get(e);if(!n)return;let i=Date.now();n.level=Me(n.level,i,t.level??void 0),n.power=Me(n.power,i,t.power??void 0)}};function ri({at:r,value:t}){return{at:r,value:t===void 0?t:-t}}function Vn(r){return r.entities?.level??r.entities?.power??""}var q=$`
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
`,gt=$`
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
`;function ii(r,t){return r.findLast(e=>e.at<=t)?.value}function qn(r,t,e,n,i,s){let o=r.windows??[],a=Jt(e,i.zone,6).filter(l=>l<=n);return d`<table>
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
        ${o.map(l=>{let c=l.reason??l.absence;return d`<tr>
            <td>
              ${s?d`<button type="button" class="link" @click=${()=>s(l)}>
                      ${i.title(l)}
                    </button>`:i.title(l)}
            </td>
            <td>${k(i.span(b(l),l.end?g(l):null,n))}</td>
            <td>
              ${i.status(D(l,r.enabled??!0))}${c?`: ${i.reason(c)}`:""}
            </td>
          </tr>`})}
        ${o.length?"":d`<tr><td colspan="3">${i.say("nothing_planned")}</td></tr>`}
      </tbody>
    </table>
    ${si(r,n,i,s)}
    <table>
      <caption>
        ${i.say("table_level")}
      </caption>
      <tbody>
        ${a.map(l=>{let c=ii(t,l);return d`<tr>
            <th scope="row">${k(i.day(l,n))} ${i.time(l)}</th>
            <td>${c===void 0?i.say("unknown"):i.percent(c)}</td>
          </tr>`})}
      </tbody>
    </table>
    ${oi(r,e,n,i)}`}function si(r,t,e,n){let i=r.goals??[];return i.length?d`<table>
    <caption>
      ${e.say("table_goals")}
    </caption>
    <tbody>
      ${i.map(s=>{let o=e.say("goal_title",{what:e.command(s.command),asked:L(s,e)}),a=pt(F(s,r.enabled??!0),e);return d`<tr>
          <td>
            ${n?d`<button type="button" class="link" @click=${()=>n(s)}>${o}</button>`:o}
          </td>
          <td>${k(e.span(b(s),g(s),t))}</td>
          <td>${a}${s.reason?`: ${e.reason(s.reason)}`:""}</td>
        </tr>`})}
    </tbody>
  </table>`:u}function oi(r,t,e,n){let i=Mt(t,n.zone).flatMap(o=>{let a=se(r,o.start,o.end);return a?[{day:o,...a}]:[]});if(!i.length)return u;let s=({start:o,price:a})=>`${n.price(a,r.prices?.currency)} (${n.time(o)})`;return d`<table>
    <caption>
      ${n.say("table_prices")}
    </caption>
    <tbody>
      ${i.map(({day:o,low:a,high:l})=>d`<tr>
          <th scope="row">${k(n.day(o.start,e))}</th>
          <td>${n.say("lowest",{price:s(a)})}</td>
          <td>${n.say("highest",{price:s(l)})}</td>
        </tr>`)}
    </tbody>
  </table>`}var Ce=ct(class extends j{constructor(r){if(super(r),r.type!==lt.ATTRIBUTE||r.name!=="class"||r.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(r){return" "+Object.keys(r).filter(t=>r[t]).join(" ")+" "}update(r,[t]){if(this.st===void 0){this.st=new Set,r.strings!==void 0&&(this.nt=new Set(r.strings.join(" ").split(/\s/).filter(n=>n!=="")));for(let n in t)t[n]&&!this.nt?.has(n)&&this.st.add(n);return this.render(t)}let e=r.element.classList;for(let n of this.st)n in t||(e.remove(n),this.st.delete(n));for(let n in t){let i=!!t[n];i===this.st.has(n)||this.nt?.has(n)||(i?(e.add(n),this.st.add(n)):(e.remove(n),this.st.delete(n)))}return E}});var Kn="important",ai=" !"+Kn,T=ct(class extends j{constructor(r){if(super(r),r.type!==lt.ATTRIBUTE||r.name!=="style"||r.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(r){return Object.keys(r).reduce((t,e)=>{let n=r[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(r,[t]){let{style:e}=r.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let i=t[n];if(i!=null){this.ft.add(n);let s=typeof i=="string"&&i.endsWith(ai);n.includes("-")||s?e.setProperty(n,s?i.slice(0,-11):i,s?Kn:""):e[n]=i}}return E}});var Yn=15*6e4,li=1,ci=45,w=r=>r.toFixed(2);function Zn(r,t,e,n){let i=Fn(t,Math.min(n,e.end)).filter(s=>s.length>1);return A`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${di(r,e)}
    <path class="grid" d="M0 50H100M0 0H100M0 100H100" />
    ${hi(r.sun?.steps,e,"sun")} ${ui(r,e)}
    ${i.map(s=>{let o=s.map(({at:c,value:p},h)=>{let f=`${w(x(c,e))} ${w(100-Re(p))}`;return`${h?"L":"M"}${f}`}).join(""),a=w(x(s[0]?.at??0,e)),l=w(x(s.at(-1)?.at??0,e));return A`<path class="area" d="${o}L${l} 100L${a} 100Z" />
        <path class="line" d=${o} />`})}
    ${pi(r,e,n)}
  </svg>`}function Xn(r,t,e){let n=Gn(r,t.start,Math.min(e,t.end),Yn),i=n.map(a=>Math.abs(a.value??0)),s=Math.max(li,...i),o=Yn/(t.end-t.start)*100;return A`<svg viewBox="0 -1 100 2" preserveAspectRatio="none" aria-hidden="true">
    <path class="grid" d="M0 0H100" />
    ${n.map(({at:a,value:l})=>{if(!l)return u;let c=Math.abs(l)/s;return A`<rect
        class=${l>0?"bar charge":"bar discharge"}
        x=${w(x(a,t))}
        width=${w(o)}
        y=${l>0?(-c).toFixed(3):"0"}
        height=${c.toFixed(3)}
      />`})}
  </svg>`}function di(r,t){return(r.windows??[]).map(e=>{let[n,i]=[b(e),g(e)];if(i<=t.start||n>=t.end||e.absence)return u;let s=x(n,t),o=x(i,t)-s,a=D(e,r.enabled??!0),l=e.target===null?void 0:100-Re(e.target);return A`<g class=${`band ${M(e.command)} ${a}`}>
      <rect x=${w(s)} y="0" width=${w(o)} height="100" />
      ${l===void 0?u:A`<path d="M${w(s)} ${w(l)}h${w(o)}" />`}
    </g>`})}function pi(r,t,e){let n=(r.expected_level??[]).filter(([o])=>Date.parse(o)>e);if(!n.length||r.level==null)return u;let i=[[e,r.level],...n.map(([o,a])=>[Date.parse(o),a])],s=En(i,t.end).map(([o,a])=>`${w(x(o,t))} ${w(100-Re(a))}`).join("L");return A`<path class="expected" d=${`M${s}`} />`}function ui(r,t){let e=ft(r.prices?.steps);if(!e.length)return u;let n=e.map(h=>h.price),[i,s]=[Math.min(0,...n),Math.max(0,...n)],o=h=>w(100-(h-i)/(s-i||1)*ci),a=o(0),[l,c,p]=["","",Number.NaN];for(let{start:h,end:f,price:m}of e){if(f<=t.start||h>=t.end)continue;let[v,y]=[w(x(h,t)),w(x(f,t))];l+=h===p?`V${o(m)}H${y}`:`M${v} ${o(m)}H${y}`,c+=`M${v} ${a}V${o(m)}H${y}V${a}Z`,p=f}return A`<path class="price-area" d=${c} /><path class="price" d=${l} />`}function hi(r,t,e){let n=(r??[]).filter(l=>l[1]!==null),[i]=n;if(!i)return u;let s=Math.max(...n.map(([,l])=>l))||1,o=n.map(([l,c])=>`H${w(x(Date.parse(l),t))}V${w(100-c/s*90)}`).join(""),a=w(x(Date.parse(i[0]),t));return A`<path class=${e} d=${`M${a} 100${o}H100V100Z`} />`}function Re(r){return Math.min(100,Math.max(0,r))}var Qn=$`
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
`;var[mi,We]=[32,13];function Jn(r,t){let e=[];return r.map(({x:n,level:i})=>{let s=(1-i/100)*t,a=[["above",s-We],["below",s+2]].find(([,l])=>l>=0&&l+We<=t&&e.every(c=>Math.abs(c.x-n)>=mi||Math.abs(c.y-l)>=We));return a&&e.push({x:n,y:a[1]}),a?.[0]})}var tr={level:A`<path class="area" d="M0 4H20V10H0Z" /><path class="line" d="M0 4H20" />`,level_expected:A`<path class="expected" d="M1 5H19" />`,table_prices:A`<path class="price-area" d="M0 10V7H7V3H14V6H20V10Z" />
    <path class="price" d="M0 7H7V3H14V6H20" />`,sun:A`<path class="sun" d="M2 10V6H6V1H14V6H18V10Z" />`,charge:A`<path class="grid" d="M0 5H20" /><rect class="bar charge" x="5" width="10" height="5" />`,discharge:A`<path class="grid" d="M0 5H20" /><rect class="bar discharge" x="5" y="5" width="10" height="5" />`};function fi(r,t){let e={level:!0,level_expected:!!r.expected_level?.length,table_prices:ft(r.prices?.steps).length>0,sun:!!r.sun,charge:t,discharge:t};return Object.keys(tr).filter(n=>e[n])}function er(r,t,e){return d`<ul class="legend" aria-hidden="true">
    ${fi(r,t).map(n=>d`<li>
        <svg viewBox="0 0 20 10" aria-hidden="true">${tr[n]}</svg>${n==="charge"||n==="discharge"?e.command(n):e.say(n)}
      </li>`)}
  </ul>`}var ae=5*6e4,gi=12*ae,bi=4,vi=10,yi=350,xi=1200;function nr({start:r,end:t},e,n,i){let s=(a,l,c)=>Math.max(l,Math.min(c,a));if(e==="start"){let a=Math.min(i.start,r);return{start:s(Qt(r+n),a,t-ae),end:t}}if(e==="end")return{start:r,end:s(Qt(t+n),r+ae,Math.max(i.end,t))};let o=s(Qt(r+n),i.start,i.end-(t-r));return{start:o,end:o+(t-r)}}function $i(r,{left:t,right:e}){let n=Math.min(vi,(e-t)/4);return r<t+n?"start":r>e-n?"end":"all"}var le=class{constructor(t){this.host=t;this.justDragged=!1;this.onMove=t=>{let{drag:e}=this;if(!e||t.pointerId!==e.pointer)return;let n=t.clientX-e.x;if(!e.began){if(Math.abs(n)<bi)return;if(e.hold!==void 0){this.release();return}this.begin()}let{span:i,width:s}=this.host,o=n/Math.max(1,s)*(i.end-i.start),a={start:b(e.window),end:g(e.window)};this.set(e.window,nr(a,e.part,o,this.within()))};this.onTouch=t=>{this.drag?.began&&t.preventDefault()};this.onUp=()=>{let t=this.drag?.began??!1;this.release(),this.justDragged=t,t&&this.done()};this.onCancel=()=>{this.release(),this.cancel()};t.addController(this)}hostDisconnected(){this.cancel()}shown(t){return this.current&&G(this.current.window)===G(t)?this.current:{start:b(t),end:g(t)}}isMoving(t){return!!this.current&&G(this.current.window)===G(t)}swallowsClick(){let t=this.justDragged;return this.justDragged=!1,t}press(t,e){if(this.justDragged=!1,t.button!==0||!rt(e,Date.now()))return;let n=t.currentTarget,{pointerId:i,clientX:s}=t,o=$i(s,n.getBoundingClientRect());this.drag={window:e,part:o,element:n,pointer:i,x:s,began:!1,hold:void 0},t.pointerType==="mouse"?n.setPointerCapture(i):this.drag.hold=setTimeout(()=>this.begin(),yi),n.addEventListener("pointermove",this.onMove),n.addEventListener("pointerup",this.onUp),n.addEventListener("pointercancel",this.onCancel),n.addEventListener("touchmove",this.onTouch,{passive:!1})}key(t,e){if(t.key==="Escape"&&this.current){t.stopPropagation(),this.cancel();return}if(t.key==="Enter"&&this.current&&this.settle!==void 0){t.preventDefault(),this.done();return}let n={ArrowLeft:-1,ArrowRight:1}[t.key];if(n===void 0||!rt(e,Date.now()))return;t.preventDefault();let i=n*(t.shiftKey?gi:ae),s=t.altKey?"end":"all";this.set(e,nr(this.shown(e),s,i,this.within())),clearTimeout(this.settle),this.settle=setTimeout(()=>this.done(),xi)}blur(){this.settle!==void 0&&this.done()}begin(){if(!this.drag)return;this.drag.began=!0,this.drag.element.setPointerCapture(this.drag.pointer);let{window:t}=this.drag;this.set(t,{start:b(t),end:g(t)})}within(){return{start:ut(Date.now()),end:this.host.span.end}}set(t,{start:e,end:n}){this.current={window:t,start:e,end:n},this.host.requestUpdate()}release(){if(!this.drag)return;let{element:t,hold:e}=this.drag;clearTimeout(e),t.removeEventListener("pointermove",this.onMove),t.removeEventListener("pointerup",this.onUp),t.removeEventListener("pointercancel",this.onCancel),t.removeEventListener("touchmove",this.onTouch),this.drag=void 0}cancel(){clearTimeout(this.settle),this.settle=void 0,this.release(),this.current=void 0,this.host.requestUpdate()}done(){let t=this.current;if(clearTimeout(this.settle),this.settle=void 0,!t)return;t.start===b(t.window)&&t.end===g(t.window)?this.cancel():this.host.move(t)}settled(){this.current=void 0,this.host.requestUpdate()}};function He(r){let t=r.map(()=>({row:0,of:1}));return r.forEach((e,n)=>{for(let i=0;i<n;i++){let s=r[i],o=t[n],a=t[i];!s||!o||!a||s.start<e.end&&e.start<s.end&&(o.of=a.of=2,o.row=1-a.row)}}),t}var rr=$`
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
    .legend {
      min-height: 32px;
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
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 0 12px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
    font-size: 11px;
    line-height: 16px;
    color: var(--amps-dim);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .legend svg {
    width: 20px;
    height: 10px;
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
`;var ce=30*6e4,wi=48*ce,[_i,ki]=[112,72],De=class extends S{constructor(){super(...arguments);this.mover=new le(this);this.resized=new ResizeObserver(()=>this.requestUpdate());this.scrolled=!1}static{this.properties={words:{attribute:!1},plan:{attribute:!1},name:{},level:{attribute:!1},power:{attribute:!1},span:{attribute:!1},now:{type:Number},showPower:{type:Boolean},compact:{type:Boolean,reflect:!0},axis:{}}}static{this.styles=[q,rr,Qn]}connectedCallback(){super.connectedCallback(),this.resized.observe(this)}disconnectedCallback(){this.resized.disconnect(),super.disconnectedCallback()}get width(){return this.renderRoot.querySelector(".plot")?.clientWidth??1}move(e){P(this,"amps-move",e)}showFrom(e){let n=this.renderRoot.querySelector(".scroller");n&&(n.scrollLeft=e)}settled(){this.mover.settled()}updated(e){if(!this.scrolled&&this.plan.windows&&this.scrollToNow(),e.has("plan")&&this.mover.current){let{window:n,start:i}=this.mover.current,s=this.plan.windows?.find(o=>o.uid===n.uid);s&&b(s)===i&&this.mover.settled()}}scrollToNow(){let e=this.renderRoot.querySelector(".scroller");if(!e?.clientWidth)return;this.scrolled=!0;let n=this.width*x(this.now,this.span)/100;e.scrollLeft=n-e.clientWidth*.3}render(){let{span:e,now:n,words:i}=this,s=Mt(e,i.zone),o=a=>`${x(a,e)}%`;return d`<div class="scroller" @scroll=${this.scrolls}>
      <div class="plot" dir="ltr" style=${T({"--days":String(s.length)})}>
        ${this.axis==="both"||this.axis==="top"?this.days(s):u}
        ${this.goals()} ${this.lane()}
        <div
          class="chart"
          style=${T({height:`${this.high}px`})}
          @click=${this.planAt}
        >
          ${Zn(this.plan,this.level,e,n)}
          <span class="scale" style="top: 0" aria-hidden="true">${i.percent(100)}</span>
          <span class="scale" style="top: 50%" aria-hidden="true">${i.percent(50)}</span>
          ${this.marks()}
        </div>
        ${this.showPower?d`<div class="power">${Xn(this.power,e,n)}</div>`:u}
        ${this.axis==="both"||this.axis==="bottom"?this.hours():u}
        ${s.slice(1).map(a=>d`<div class="midnight" style=${T({left:o(a.start)})}></div>`)}
        <div class="now" style=${T({left:o(n)})} aria-hidden="true"></div>
        ${this.moving()}
      </div>
    </div>
    ${this.axis==="both"||this.axis==="bottom"?er(this.plan,this.showPower,i):u}`}get high(){return this.compact?ki:_i}days(e){let{span:n,now:i,words:s}=this;return d`<div class="days" aria-hidden="true">
          ${e.map(o=>d`<span
              class=${Ce({today:i>=o.start&&i<o.end})}
              style=${T({left:`${x(o.start,n)}%`,right:`${100-x(o.end,n)}%`})}
              ><bdi>${k(s.day(o.start,i))}</bdi></span
            >`)}
        </div>`}hours(){let{span:e,words:n}=this,i=e.end-e.start<4*wi?6:12,s=Jt(e,n.zone,i);return d`<div class="hours" aria-hidden="true">
          ${s.map(o=>{let a=x(o,e);return a<2||a>98?u:d`<span style=${T({left:`${a}%`})}>${n.hour(o)}</span>`})}
        </div>`}marks(){let{span:e,now:n,words:i,plan:s}=this,o=(p,h)=>T({left:`${x(p,e)}%`,top:`${100-h}%`}),a=(s.windows??[]).filter(p=>p.target!==null&&!p.absence&&g(p)>n).map(p=>({middle:(b(p)+Math.min(g(p),e.end))/2,level:p.target??0})),l=a.map(({middle:p,level:h})=>({x:x(p,e)/100*this.width,level:h})),c=Jn(l,this.high);return d`${a.map(({middle:p,level:h},f)=>c[f]?d`<span
            class="target ${c[f]}"
            style=${o(p,h)}
            aria-hidden="true"
            >${i.percent(h)}</span
          >`:u)}
    ${s.level==null?u:d`<span class="dot" style=${o(n,s.level)}></span>`}`}goals(){let{span:e,words:n}=this,i=(this.plan.goals??[]).filter(a=>g(a)>e.start&&b(a)<e.end);if(!i.length)return u;let s=He(i.map(a=>({start:b(a),end:g(a)}))),o=Math.max(...s.map(a=>a.row))+1;return d`<div
      class="goals"
      role="list"
      aria-label=${n.say("goals_of",{battery:this.name})}
      style=${T({"--lines":String(o)})}
    >
      ${nt(i,G,(a,l)=>this.goal(a,i,s[l]?.row??0))}
    </div>`}goal(e,n,i){let{words:s,span:o,now:a}=this,l=F(e,this.plan.enabled??!0),c=L(e,s),[p,h]=[b(e),g(e)],f=n.map(b).filter(_=>_>p),m=x(Math.min(o.end,...f),o),v=x(p,o),y=[s.say("goal_title",{what:s.command(e.command),asked:c}),s.span(p,h,a),pt(l,s),e.reason?s.reason(e.reason):""];return d`<div
      role="listitem"
      class="goal-slot"
      style=${T({left:`${v}%`,width:`${m-v}%`,top:`calc(var(--goal) * ${i})`})}
    >
      <button
        type="button"
        class="goal ${M(e.command)} ${l}"
        aria-label=${y.filter(Boolean).join(", ")}
        title=${y.filter(Boolean).join(" · ")}
        @click=${()=>P(this,"amps-open-goal",{goal:e})}
      >
        <span
          class="bar"
          style=${T({width:`${(x(h,o)-v)/(m-v||1)*100}%`})}
        ></span>
        <ha-icon .icon=${mt(l)}></ha-icon><span
          class="asked"
          data-short=${e.target===null?"":s.percent(e.target)}
          ><span>${c}</span></span
        >
      </button>
    </div>`}lane(){let e=(this.plan.windows??[]).filter(i=>g(i)>this.span.start&&b(i)<this.span.end),n=He(e.map(i=>this.mover.shown(i)));return d`<div
      class="lane"
      role="list"
      aria-label=${this.words.say("windows_of",{battery:this.name})}
      @click=${this.planAt}
    >
      ${nt(e,G,(i,s)=>this.block(i,n[s]))}
    </div>`}block(e,n){let{words:i,span:s,now:o}=this,a=D(e,this.plan.enabled??!0),{start:l,end:c}=this.mover.shown(e),p=rt(e,o),h=x(l,s),f=n?.of===2?50:100,m=e.target===null?"":i.percent(e.target),v=[i.title(e),i.span(l,c,o),i.status(a),e.reason?i.reason(e.reason):"",p?i.say("move_hint"):""];return d`<div
      role="listitem"
      class="slot"
      style=${T({left:`${h}%`,width:`${x(c,s)-h}%`,top:`${n?.of===2?n.row*50:0}%`,height:`${f}%`})}
    >
      <button
        type="button"
        class=${Ce({block:!0,[M(e.command)]:!0,[a]:!0,movable:p,moving:this.mover.isMoving(e)})}
        aria-label=${v.filter(Boolean).join(", ")}
        title=${`${i.title(e)} · ${i.span(l,c,o)} · ${i.status(a)}`}
        @click=${y=>this.open(y,e)}
        @pointerdown=${y=>this.mover.press(y,e)}
        @keydown=${y=>this.mover.key(y,e)}
        @blur=${()=>this.mover.blur()}
      >
        ${p?d`<span class="grip start"></span><span class="grip end"></span>`:u}
        <ha-icon .icon=${W[a]}></ha-icon>
        <ha-icon class="what" .icon=${U[e.command??"idle"]}></ha-icon>
        <span class="label">${m}</span>
      </button>
    </div>`}moving(){let e=this.mover.current,n=e?this.words.span(e.start,e.end,this.now):"";return d`<div class="hidden" role="status">${n}</div>
      ${e?d`<div
              class="bubble"
              aria-hidden="true"
              style=${T({left:`${x((e.start+e.end)/2,this.span)}%`})}
            >
              ${n}
            </div>`:u}`}scrolls(e){P(this,"amps-scroll",{left:e.target.scrollLeft})}open(e,n){e.stopPropagation(),!this.mover.swallowsClick()&&P(this,"amps-open",{window:n})}planAt(e){let{left:n,width:i}=e.currentTarget.getBoundingClientRect(),s=Tn((e.clientX-n)/i,this.span);if(s<this.now-ce)return;let o=ut(Math.max(s-ce/2,this.now),ce);P(this,"amps-plan",{start:o})}};customElements.define("amps-timeline",De);var Ai=$`
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
`,H=class extends S{static{this.styles=[q,gt,Ai]}firstUpdated(){this.dialog?.showModal()}get dialog(){return this.renderRoot.querySelector("dialog")}close(){this.dialog?.close()}frame(t,e,n){return d`<dialog
      aria-labelledby="heading"
      @close=${()=>P(this,"amps-closed")}
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
    </dialog>`}alert(t,e="error"){return d`<p class="alert ${e}" role=${e==="calm"?"status":"alert"}>
      <ha-icon .icon=${{error:"mdi:alert-circle",note:"mdi:alert",calm:"mdi:information"}[e]}></ha-icon><span>${t}</span>
    </p>`}};var de=["MO","TU","WE","TH","FR","SA","SU"];function ir(r){return r.size?r.size===de.length?"FREQ=DAILY":`FREQ=WEEKLY;BYDAY=${de.filter((e,n)=>r.has(n)).join(",")}`:null}function pe(r,t){if(!r)return new Set;let e=new Map(r.split(";").map(o=>o.split("="))),n=e.get("FREQ"),i=e.get("BYDAY");if(e.delete("FREQ"),e.delete("BYDAY"),e.delete("WKST"),e.get("INTERVAL")==="1"&&e.delete("INTERVAL"),e.size)return;if(n==="DAILY"&&!i)return new Set(de.keys());if(n!=="WEEKLY")return;if(!i)return new Set([t]);let s=i.split(",").map(o=>de.indexOf(o));return s.includes(-1)?void 0:new Set(s)}function sr(r,t){if(!r.size)return 0;let e=[...r].map(n=>(n-t+7)%7);return Math.min(...e)}var Si=.005,K=class extends H{static{this.properties={words:{attribute:!1},plan:{attribute:!1},actions:{attribute:!1},now:{type:Number},asks:{state:!0},busy:{state:!0}}}static{this.styles=[...H.styles,$`
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
    `]}state(t,e,n,i){return d`<span class="state ${n} ${e}"
      ><ha-icon .icon=${t}></ha-icon>${i}</span
    >`}row(t,e){return e?this.pair(this.words.say(t),e):u}pair(t,e){return d`<dt>${t}</dt>
      <dd>${e}</dd>`}moneyRow(t){if(t===null||Math.abs(t)<Si)return u;let e=this.words.money(Math.abs(t),this.plan.prices?.currency),n=t<0?"brings":"costs";return this.row(n,this.words.say("about",{amount:e}))}repeats({repeat:t,start:e}){let{words:n}=this;if(!t)return"";let i=pe(t,Et(O(b({start:e}),n.zone)));return i?i.size===7?n.say("daily"):[...i].sort().map(o=>n.weekday(o,"short")).join(", "):n.say("repeats_otherwise")}changes(t,e){if(this.asks)return d`${this.button("delete_future","mdi:skip-forward","danger",()=>this.cancel(t,"this_and_future"))}
      ${this.button("delete_all","mdi:delete","danger",()=>this.cancel(t,"all"))}`;let n=t.repeat?d`${this.button("delete","mdi:delete","plain",()=>{this.asks=!0})}
        ${this.button("skip","mdi:skip-next","",()=>this.cancel(t,"this"))}`:this.button("delete","mdi:delete","plain",()=>this.cancel(t,"all")),i=e?this.button("change",U[t.command??"charge"],"main",()=>{this.close(),P(this,"amps-change",{planned:t})}):u;return d`${n}${i}`}closing(){return d`<button type="button" class="button" @click=${()=>this.close()}>
      ${this.words.say("close")}
    </button>`}button(t,e,n,i){return d`<button type="button" class="button ${n}" @click=${i}>
      <ha-icon .icon=${e}></ha-icon>${this.words.say(t)}
    </button>`}act(t){this.busy=!0,this.actions.attempt(t).then(e=>{this.busy=!1,e&&this.close()})}cancel(t,e){this.act(()=>this.actions.cancel(t,e))}};var Le=class extends K{static{this.properties={...K.properties,window:{attribute:!1}}}render(){let{window:t,words:e,now:n}=this,i=D(t,this.plan.enabled??!0),s=M(t.command),o=e.span(b(t),t.end?g(t):null,n);return this.frame(e.title(t),d`${this.state(W[i],i,s,e.status(i))}
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
        ${this.note()}`,this.busy?u:this.choices())}origin(){let{window:t,words:e}=this,n=$n(t,this.plan),i=e.origin(t.origin);return n?`${i} (${L(n,e)})`:i}saves(){let{saves:t}=this.window;if(t===null)return"";let e=this.words.money(t,this.plan.prices?.currency);return this.words.say("about",{amount:e})}reason(){let t=this.window.reason??this.window.absence;return t?this.words.reason(t):""}note(){let{window:t,words:e}=this;if(t.runs_on){let n=e.time(g(t));return this.alert(e.say("lasts_until",{end:n}),"note")}return t.state==="suggested"?this.alert(e.say("suggested_only"),"calm"):t.state==="sent"?this.alert(e.say("held_by_amps"),"calm"):t.state!=="planned"||!Gt(t)?u:this.plan.enabled===!1?this.alert(e.say("paused"),"note"):this.alert(e.say("held_here"),"calm")}choices(){let{window:t,now:e}=this;return t.state==="suggested"?d`${this.button("decline","mdi:close","plain",()=>this.act(()=>this.actions.decline(t)))}
      ${this.button("accept","mdi:check","main",()=>this.act(()=>this.actions.accept(t.device_id,t.uid)))}`:xn(t,e)?this.button("bring_back","mdi:restore","main",()=>this.act(()=>this.actions.restore(t,t.original))):t.state==="active"&&this.plan.entities?.stop?this.button("stop","mdi:stop","main",()=>this.act(()=>this.actions.stop(this.plan))):Gt(t)?this.changes(t,rt(t,e)):this.closing()}};customElements.define("amps-window-dialog",Le);var Pi=6e4,ze=class extends K{static{this.properties={...K.properties,goal:{attribute:!1}}}render(){let{goal:t,words:e,now:n}=this,i=F(t,this.plan.enabled??!0),s=At(t.duration),o=t.state==="ended"||t.outcome!==null;return this.frame(e.say("goal_title",{what:e.command(t.command),asked:L(t,e)}),d`${this.state(mt(i),i,M(t.command),pt(i,e))}
        <dl>
          ${this.row("goal_between",k(e.span(b(t),g(t),n)))}
          ${this.row("lasts",s===void 0?"":e.duration(s*Pi))}
          ${this.row("in_one_go",t.in_one_go?e.say("yes"):"")}
          ${this.row("max_price",this.price(t.max_price))}
          ${this.row("min_price",this.price(t.min_price))}
          ${this.row("power",t.power===null?"":e.power(t.power))}
          ${this.row("reserve",t.reserve===null?"":e.percent(t.reserve))}
          ${this.row("repeats",this.repeats(t))}
          ${this.row("goal_windows",this.windows())}
          ${this.row(o?"level_then":"level_expected",t.level===null?"":e.percent(t.level))}
          ${this.moneyRow(t.cost)}
          ${o?this.row("reason",t.reason?e.reason(t.reason):""):u}
        </dl>
        ${this.note(o)}`,this.busy?u:o?this.closing():this.changes(t,!0))}price(t){return t===null?"":this.words.price(t,this.plan.prices?.currency)}windows(){let{words:t,now:e}=this;return Vt(this.goal,this.plan).map(s=>k(t.span(b(s),g(s),e))).join(`
`)}note(t){let{goal:e,words:n}=this;if(t)return u;if(this.plan.enabled===!1)return this.alert(n.say("paused"),"note");if(e.reason){let i=n.reason(e.reason);return this.alert(n.say("goal_at_risk",{reason:i}),"note")}return Vt(e,this.plan).length?u:this.alert(n.say(this.isMet?"goal_met":"goal_waits"),"calm")}get isMet(){let{goal:t}=this;return t.level===null||t.target===null?!1:t.command==="charge"?t.level>=t.target:t.level<=t.target}};customElements.define("amps-goal-dialog",ze);var Oi=31,or=5;function ot({label:r,min:t,max:e,step:n,value:i,text:s,set:o}){let a=(i-t)/(e-t||1)*100;return d`<label class="field slider">
    <span class="name">${r}</span>
    <span class="line">
      <input
        type="range"
        min=${t}
        max=${e}
        step=${n}
        .value=${String(i)}
        style="--share: ${a}%"
        aria-valuetext=${s}
        @input=${l=>o(Number(l.target.value))}
      />
      <output>${s}</output>
    </span>
  </label>`}function bt(r,t,e,n){return d`<fieldset class="group">
    <legend>${r}</legend>
    <div class="chips">
      ${t.map(i=>d`<button
          type="button"
          class="chip ${i.tint??""}"
          aria-pressed=${i.value===e}
          @click=${()=>n(i.value)}
        >
          ${i.icon?d`<ha-icon .icon=${i.icon}></ha-icon>`:u}${i.text}
        </button>`)}
    </div>
  </fieldset>`}function Ue(r,t,e,n){return d`<select
    aria-label=${r}
    @change=${i=>n(i.target.value)}
  >
    ${e.map(i=>d`<option value=${i.value} .selected=${i.value===t}>${i.text}</option>`)}
  </select>`}function ar(r,t,e,n,i){let o={...O(e,n.zone),hour:12,minute:0},a=Array.from({length:Oi},(c,p)=>Xt(z(o,p)));a.includes(t)||a.push(t);let l=a.map(c=>{let p=Tt(c,"12:00")??o,h=k(n.day(C(p,n.zone),e));return{value:c,text:h}});return d`<label class="field wide">
    <span class="name">${r}</span>${Ue(r,t,l,i)}
  </label>`}function Ne(r,t,e,n){let[i="00",s="00"]=t.split(":"),o=p=>String(p).padStart(2,"0"),a=Array.from({length:24},(p,h)=>({value:o(h),text:e.clockHour(h)})),l=Array.from({length:60/or},(p,h)=>o(h*or));l.includes(s)||l.push(s);let c=l.sort().map(p=>({value:p,text:p}));return d`<fieldset class="field" aria-label=${r}>
    <span class="name">${r}</span>
    <span class="clock">
      ${Ue(e.say("hour"),i,a,p=>n(`${p}:${s}`))}
      <span aria-hidden="true">:</span>
      ${Ue(e.say("minute"),s,c,p=>n(`${i}:${p}`))}
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
`;var Ei=36e5;function Y(r,t){return r.commands?.find(e=>e.command===t)}function Ie(r,t,e,n,i){let{level:s,capacity:o}=r;if(s==null||!o)return;let a=t==="charge"?1:t==="discharge"?-1:0,c=((e??(a>0?100:0))-s)*a;if(!a||c<=0)return;let p=n??Y(r,t)?.parameters.power?.max,h=c/100*o,f=p&&p<100?p:void 0,m=f?h/f*Ei:void 0,v=m?Math.min(1,i/m):1;return{energy:h,lasts:m,level:s+c*v*a}}function lr(r,t,e,n,i){let{command:s,target:o,power:a,start:l,end:c,aim:p}=r,h=n.title(r),f=c-l,m=[],v=!!e?.reason;if(p){let _=e?.spans.map(([fe,vr])=>k(n.span(Date.parse(fe),Date.parse(vr),i))),Z=Se({command:s,target:o,end:c,minutes:p.duration},n);m.push(n.say("goal_title",{what:n.command(s),asked:Z})),_?.length?m.push(_.join(", ")):e?.level!=null&&!e.reason&&m.push(n.say("goal_met"))}else{m.push(`${h}: ${n.span(l,c,i)}, ${n.duration(f)}`);let _=Ie(t,s,o,a,f),Z=_?.lasts!==void 0&&_.lasts>f;if(_&&o!==null){let fe={energy:n.energy(_.energy),level:n.percent(_.level),now:n.percent(t.level??0)};m.push(n.say(Z?"preview_short":"preview_needs",fe)),v=Z}}if(e?.reason){let _=n.reason(e.reason);m.push(n.say("goal_at_risk",{reason:_}))}if((s==="charge"||s==="discharge")&&e&&e.level!==null){let _=e.spans.length?e.cost:null;m.push(Ti(e.level,_,t,n))}return{lines:m,doubtful:v}}function Ti(r,t,e,n){let i=n.percent(r);if(t===null)return n.say("preview_level",{level:i});let s=n.money(Math.abs(t),e.prices?.currency);return n.say(t<0?"preview_brings":"preview_costs",{level:i,amount:s})}var cr=6e4,vt=15,Mi=720,dr=120,Rt=100,je={duration:null,max_price:null,min_price:null,in_one_go:!1};function pr(r,t,e){return bt(r.say("goal_how_far"),[{value:"level",text:r.say("to_level")},{value:"time",text:r.say("for_time")}],t.duration===null?"level":"time",n=>e({duration:n==="time"?dr:null}))}function ur(r,t,e,n){let i=Math.min(Mi,Math.floor(e/cr/vt)*vt),s=Math.min(t.duration??dr,Math.max(i,vt));return ot({label:r.say("lasts"),min:vt,max:Math.max(i,vt),step:vt,value:s,text:r.duration(s*cr),set:o=>n({duration:o})})}function hr(r,t,{command:e,aim:n},i){let s=e==="discharge",o=s?"min_price":"max_price",a=se(t,-1/0,1/0),l=n[o],c=[a?.low.price,a?.high.price,l??void 0].filter(y=>y!==void 0);if(!c.length)return u;let p=Math.floor(Math.min(...c)*Rt)/Rt,h=Math.ceil(Math.max(...c)*Rt)/Rt,f=s?p:h,m=l??f,v=m===f;return ot({label:r.say(o),min:p,max:h,step:1/Rt,value:m,text:v?r.say("any_price"):r.price(m,t.prices?.currency),set:y=>i({[o]:y===f?null:y})})}function mr(r,t,e){return d`<div class="group chips">
    <button
      type="button"
      class="chip"
      aria-pressed=${t.in_one_go}
      @click=${()=>e({in_one_go:!t.in_one_go})}
    >
      ${r.say("in_one_go")}
    </button>
  </div>`}var he=class{constructor(t){this.host=t;this.asked="";t.addController(this)}hostDisconnected(){clearTimeout(this.timer)}ask(t,e){t!==this.asked&&(this.asked=t,clearTimeout(this.timer),this.timer=setTimeout(()=>{this.work(t,e)},300))}async work(t,e){let n=await e().catch(()=>{});t===this.asked&&(this.found=n,this.host.requestUpdate())}};var Ci=[0,1,2,3,4,5,6],Ri=100,fr=["charge","discharge"],Wi="07:00",Hi=["this","this_and_future","all"],Be=class extends H{constructor(){super(...arguments);this.previews=new he(this)}static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},draft:{attribute:!1},planned:{attribute:!1},actions:{attribute:!1},now:{type:Number},date:{state:!0},from:{state:!0},until:{state:!0},days:{state:!0},range:{state:!0},error:{state:!0},clashes:{state:!0},busy:{state:!0}}}static{this.styles=[...H.styles,ue,$`
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
    `]}connectedCallback(){super.connectedCallback();let{zone:e}=this.words,n=O(this.draft.start,e);this.date=Xt(n),this.from=Pe(n),this.until=Pe(O(this.draft.end,e)),this.days=pe(this.draft.repeat,Et(n)),this.range="this"}render(){let{words:e,planned:n,draft:i}=this,s=n?e.say("change_heading",{battery:this.battery}):e.say("plan_heading",{battery:this.battery});return this.frame(s,d`<form
        id="form"
        class=${M(this.draft.command)}
        @submit=${o=>{o.preventDefault(),this.save(!1)}}
      >
        ${this.commands()} ${this.whichTimes()} ${i.aim?this.wayOf(i.aim):u}
        ${this.level()} ${this.times()}
        ${n?.repeat?this.which():u}
        ${n?.repeat&&this.range==="this"?u:this.weekdays()}
        ${this.power()} ${i.aim?this.limitsOf(i.aim):u}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error?this.alert(this.error):u}
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
              </button>`:u}
        <button type="submit" form="form" class="button main" ?disabled=${this.busy}>
          ${e.say(n?"save":"plan_it")}
        </button>`)}commands(){let n=(this.plan.commands??[]).filter(i=>i.plannable).map(({command:i})=>({value:i,text:this.words.command(i),icon:U[i],tint:M(i)}));return bt(this.words.say("what"),n,this.draft.command,i=>this.take(i))}take(e){let{aim:n}=this.draft,i={target:null,power:null,reserve:null},s=fr.includes(e)&&n;this.draft={...this.draft,...i,command:e,aim:s?{...n,max_price:null,min_price:null}:null}}whichTimes(){let{words:e,draft:n}=this;if(this.planned||!fr.includes(n.command))return u;let i=n.command==="charge"?"cheapest":"dearest",s=["fixed",i].map(o=>({value:o,text:e.say(`times_${o}`)}));return bt(e.say("times"),s,n.aim?i:"fixed",o=>{let a=o!=="fixed";this.draft={...n,aim:a?je:null,target:null},a&&(this.until=Wi)})}setAim(e){let{aim:n,target:i}=this.draft,s=e.duration===void 0?n?.duration:e.duration;this.draft={...this.draft,target:s===null?i:null,aim:{...je,...n,...e}}}wayOf(e){let{words:n}=this,i=this.filled(),s=i?i.end-i.start:0,o=a=>this.setAim(a);return d`${pr(n,e,o)}
    ${e.duration===null?u:ur(n,e,s,o)}`}limitsOf(e){let{words:n,draft:i,plan:s}=this,o=a=>this.setAim(a);return d`${hr(n,s,{...i,aim:e},o)}
    ${mr(n,e,o)}`}level(){let{words:e,draft:n}=this,i=Y(this.plan,n.command)?.parameters??{},s=n.command==="discharge";return d`${i.target&&n.aim?.duration==null?this.slider("target",i.target,5,s,o=>e.percent(o)):u}
    ${i.reserve&&n.command==="auto_reserve"?this.slider("reserve",i.reserve,5,!0,o=>e.percent(o)):u}`}power(){let e=Y(this.plan,this.draft.command)?.parameters.power;return!e||e.max>=Ri?u:this.slider("power",e,.1,!1,n=>this.words.power(n))}slider(e,{min:n,max:i},s,o,a){let{words:l}=this,c=o?n:i,p=this.draft[e]??c,h=e==="target"?o?"empty":"full":"unlimited";return ot({label:l.say(`form_${e}`),min:n,max:i,step:s,value:p,text:p===c&&e!=="reserve"?l.say(h):a(p),set:f=>{this.draft={...this.draft,[e]:f===c?null:f}}})}times(){let{words:e}=this;return d`<div class="row">
      ${ar(e.say("date"),this.date,this.now,e,n=>{this.date=n})}
      ${Ne(e.say(this.draft.aim?"not_before":"from"),this.from,e,n=>{this.from=n})}
      ${Ne(e.say(this.draft.aim?"ready_by":"until"),this.until,e,n=>{this.until=n})}
    </div>`}which(){let e=Hi.map(n=>({value:n,text:this.words.say(`which_${n}`)}));return bt(this.words.say("which"),e,this.range,n=>{this.range=n})}weekdays(){let{words:e,days:n}=this;if(!n)return d`<p class="name">${e.say("repeats_otherwise")}</p>`;let i=s=>{let o=new Set(n);o.delete(s)||o.add(s),this.days=o};return d`<fieldset class="group">
      <legend>${e.say("repeats_on")}</legend>
      <div class="chips days">
        ${Ci.map(s=>d`<button
            type="button"
            class="chip day"
            aria-pressed=${n.has(s)}
            aria-label=${e.weekday(s,"long")}
            @click=${()=>i(s)}
          >
            ${e.weekday(s,"short")}
          </button>`)}
      </div>
    </fieldset>`}preview(){let e=this.filled();if(!e)return u;this.previews.ask(JSON.stringify([e,this.range]),()=>this.actions.preview(this.deviceId,e,this.planned,this.range));let{lines:n,doubtful:i}=lr(e,this.plan,this.previews.found,this.words,this.now);return this.alert(n.join(`
`),i?"note":"calm")}filled(){let{zone:e}=this.words,n=Tt(this.date,this.from),i=Tt(this.date,this.until);if(!n||!i)return;let s=this.until<=this.from?1:0,o=!this.planned?.repeat||this.range!=="this",a=o&&this.days?sr(this.days,Et(n)):0;n=z(n,a);let l=z(i,a+s),c=this.days?ir(this.days):this.planned?.repeat??null;return{...this.draft,start:C(n,e),end:C(l,e),repeat:o?c:null}}async save(e){let n=this.filled();if(!(!n||this.busy)){this.busy=!0,this.error=void 0;try{this.planned?await this.actions.edit(this.planned,n,this.range):await this.actions.schedule(this.deviceId,n,e),this.close()}catch(i){this.clashes=i.translation_key==="window_clash",this.error=await this.words.failure(this.hass,i)}finally{this.busy=!1}}}};customElements.define("amps-plan-dialog",Be);var me=6e4,Di=[30,60,120],Ge=720,Li=1.5,Fe=class extends H{static{this.properties={words:{attribute:!1},hass:{attribute:!1},plan:{attribute:!1},deviceId:{},battery:{},actions:{attribute:!1},now:{type:Number},command:{state:!0},minutes:{state:!0},level:{state:!0},error:{state:!0},busy:{state:!0}}}static{this.styles=[...H.styles,ue,$`
      .chips {
        margin-bottom: 16px;
      }
      .chips .chip {
        flex: 1 1 auto;
        min-height: 48px;
      }
    `]}connectedCallback(){super.connectedCallback(),this.command=Y(this.plan,"charge")?"charge":"discharge",this.minutes=60,this.level=80}render(){let{words:t,plan:e,command:n}=this,i=["charge","discharge"].filter(o=>Y(e,o)),s=Y(e,n)?.parameters.target;return this.frame(t.say("boost_heading",{battery:this.battery}),d`<div class=${n}>
        <div class="chips">
          ${i.map(o=>this.chip(o===n,()=>this.take(o),t.command(o),U[o],o))}
        </div>
        <div class="chips">
          ${Di.map(o=>this.chip(o===this.minutes,()=>{this.minutes=o},t.duration(o*me)))}
          ${s?this.chip(this.minutes===void 0,()=>{this.minutes=void 0},t.say("to_level")):u}
        </div>
        ${s&&this.minutes===void 0?this.slider(s):u}
        ${this.alert(this.promise(),"calm")}
        ${this.error?this.alert(this.error):u}
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
        </button>`)}chip(t,e,n,i,s=""){return d`<button
      type="button"
      class="chip ${s}"
      aria-pressed=${t}
      @click=${e}
    >
      ${i?d`<ha-icon .icon=${i}></ha-icon>`:u}${n}
    </button>`}take(t){this.command=t,this.level=t==="charge"?80:20}slider({min:t,max:e}){return ot({label:this.words.say("form_target"),min:t,max:e,step:5,value:this.level,text:this.words.percent(this.level),set:n=>{this.level=n}})}wanted(){let{command:t,minutes:e,level:n}=this;if(e!==void 0)return{command:t,minutes:e,target:null};let i=Ie(this.plan,t,n,null,Ge*me),s=i?.lasts?i.lasts/me*Li:Ge,o=Math.min(Ge,Math.max(15,Math.ceil(s/5)*5));return{command:t,minutes:o,target:n}}promise(){let{words:t}=this,{target:e,minutes:n}=this.wanted(),i=t.time(this.now+n*me),s=t.command(this.command);return e===null?t.say("boost_until",{command:s,until:i}):t.say("boost_level",{command:s,level:t.percent(e),until:i})}async start(){this.busy=!0,this.error=void 0;try{await this.actions.boost(this.deviceId,this.wanted()),this.close()}catch(t){this.error=await this.words.failure(this.hass,t)}finally{this.busy=!1}}};customElements.define("amps-boost-dialog",Fe);var Ve=36e5,zi=3e4,Ui={available:!0},qe=class extends S{constructor(){super();this.feed=new ht(()=>this.requestUpdate());this.records=new oe(()=>this.requestUpdate());this.now=Date.now(),this.asTable=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},now:{state:!0},opened:{state:!0},asTable:{state:!0},unfolded:{state:!0}}}static{this.styles=[q,gt,Mn]}connectedCallback(){super.connectedCallback(),this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now()},zi),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.feed.stop()}shouldUpdate(e){let n=e.get("hass");return e.size>1||!e.has("hass")||!n?!0:n.locale!==this.hass.locale||n.localize!==this.hass.localize||n.devices!==this.hass.devices||n.connection!==this.hass.connection}willUpdate(){this.words?.isFor(this.hass)||(this.words=new R(this.hass),V(this.hass).then(()=>{this.words=new R(this.hass),this.requestUpdate()})),this.isConnected&&!ne(this.config)&&this.subscribe()}async subscribe(){let e=ee(this.config);await this.feed.subscribe(this.hass,{type:"amps/plan/subscribe",...e.length?{device_ids:e}:{},days_back:this.config.days_back??1,days_ahead:this.config.days_ahead??1});for(let n of Object.values(this.feed.known?.batteries??{}))this.records.follow(this.hass,n)}get ids(){let e=this.feed.known?.order;if(e)return e;let n=ee(this.config);return n.length?n:qt(this.hass).map(i=>i.id)}plan(e){return this.feed.known?.batteries[e]??Ui}name(e){return it(this.hass.devices[e])||"Amps"}get span(){let{zone:e}=this.words??new R(this.hass),n={...O(this.now,e),hour:0,minute:0},i=this.config.days_back??1,s=this.config.days_ahead??1;return{start:C(z(n,-i),e),end:C(z(n,s+1),e)}}get actions(){return new Kt(this,this.hass,this.words??new R(this.hass))}render(){let{words:e}=this;if(!e)return u;let n=ne(this.config);if(n){let s=e.say("bad_config",{field:n});return d`<ha-card><p class="empty" role="alert">${s}</p></ha-card>`}let{ids:i}=this;return d`<ha-card>
      ${this.config.title?d`<h1>${this.config.title}</h1>`:u}
      ${nt(i,s=>s,s=>this.battery(s,Ni(i.indexOf(s),i.length),e))}
      ${i.length?u:d`<p class="empty">${e.say("no_batteries")}</p>`}
      ${this.feed.failed?d`<p class="empty">${e.say("not_allowed")}</p>`:u}
      ${this.dialog(e)}
    </ha-card>`}battery(e,n,i){let s=this.plan(e),o=n!=="both",a=!o||this.unfolded===e,{level:l}=this.records.of(s),c=p=>this.show(e,p);return d`<section aria-label=${this.name(e)}>
      ${Nn(s,i,this.now,this.name(e),[...o&&n!=="top"?[]:[this.tableButton()],{key:"plan_button",icon:"mdi:plus",press:()=>this.form(e,s)},...o?[this.unfoldButton(e)]:[]])}
      ${this.asTable?u:this.picture(e,s,n,i)}
      <div class=${this.asTable?"tables":"hidden"}>
        ${qn(s,l,this.span,this.now,i,this.asTable?c:void 0)}
      </div>
      ${In(s,i,this.now,{resume:()=>{this.actions.attempt(()=>this.actions.resume(s))},accept:()=>{this.actions.attempt(()=>this.actions.accept(e))}})}
      ${a&&(this.config.show_controls??!0)?this.controls(e,s,i):u}
    </section>`}picture(e,n,i,s){let{level:o,power:a}=this.records.of(n);return d`<amps-timeline
          .words=${s}
          .plan=${n}
          .name=${this.name(e)}
          .level=${o}
          .power=${a}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power??!0}
          ?compact=${i!=="both"}
          axis=${i}
          @amps-open=${l=>this.show(e,l.detail.window)}
          @amps-open-goal=${l=>this.show(e,l.detail.goal)}
          @amps-plan=${l=>this.form(e,n,l.detail.start)}
          @amps-scroll=${l=>this.align(l)}
          @amps-move=${l=>this.move(l)}
        ></amps-timeline>`}show(e,n){this.opened="in_one_go"in n?{kind:"goal",id:e,goal:n}:{kind:"window",id:e,window:n}}tableButton(){return{key:"table_button",icon:this.asTable?"mdi:chart-timeline":"mdi:table",pressed:this.asTable,press:()=>{this.asTable=!this.asTable}}}unfoldButton(e){let n=this.unfolded===e;return{key:"controls_button",icon:n?"mdi:chevron-up":"mdi:chevron-down",pressed:n,press:()=>{this.unfolded=n?void 0:e}}}controls(e,n,i){return jn(n,i,this.now,{mode:s=>this.setMode(n,s),boost:()=>{this.opened={kind:"boost",id:e}},stop:()=>{this.actions.attempt(()=>this.actions.stop(n))}})}setMode(e,n){let i=n.value;this.actions.attempt(()=>this.actions.setMode(e,i)).then(s=>{s||(n.value=e.mode??"")})}form(e,n,i){let s=n.commands?.find(p=>p.plannable)?.command;if(!s)return;let o=i??ut(this.now+Ve/2,Ve/2),a=n.windows?.map(p=>Date.parse(p.start))??[],l=Math.min(...a.filter(p=>p>o),o+2*Ve),c={command:s,start:o,end:l,target:null,power:null,reserve:null,repeat:null,aim:null};this.opened={kind:"plan",id:e,draft:c,planned:void 0}}change({detail:e},n){let{planned:i}=e;this.opened={kind:"plan",id:n,draft:Pt(i),planned:i}}align({detail:e,currentTarget:n}){for(let i of this.renderRoot.querySelectorAll("amps-timeline"))i!==n&&i.showFrom(e.left)}async move(e){let{window:n,start:i,end:s}=e.detail,o=e.currentTarget,a={...Pt(n),start:i,end:s};await this.actions.attempt(()=>this.actions.edit(n,a,"this"))||o.settled()}dialog(e){let{opened:n}=this;if(!n)return u;let i=this.plan(n.id),s=this.name(n.id),o=()=>{this.opened===n&&(this.opened=void 0)};switch(n.kind){case"window":return d`<amps-window-dialog
          .words=${e}
          .window=${n.window}
          .plan=${i}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${a=>this.change(a,n.id)}
        ></amps-window-dialog>`;case"goal":return d`<amps-goal-dialog
          .words=${e}
          .goal=${n.goal}
          .plan=${i}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
          @amps-change=${a=>this.change(a,n.id)}
        ></amps-goal-dialog>`;case"plan":return d`<amps-plan-dialog
          .words=${e}
          .hass=${this.hass}
          .plan=${i}
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
          .plan=${i}
          .deviceId=${n.id}
          .battery=${s}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${o}
        ></amps-boost-dialog>`}}};function Ni(r,t){return t===1?"both":r===0?"top":r===t-1?"bottom":"none"}customElements.define("amps-battery-view",qe);function gr({plan:r}){return r.problem?0:r.available===!1?1:Ft(r.last?.outcome)?2:r.linked===!1?3:4}function br(r){return[...r].sort((t,e)=>gr(t)-gr(e)||t.name.localeCompare(e.name))}var Ke=class extends S{constructor(){super();this.feed=new ht(()=>this.requestUpdate());this.search="",this.only=!1}static{this.properties={hass:{attribute:!1},config:{attribute:!1},search:{state:!0},only:{state:!0},opened:{state:!0}}}static{this.styles=[q,gt,$`
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
    `]}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.feed.stop()}willUpdate(){this.words?.isFor(this.hass)||(this.words=new R(this.hass),V(this.hass).then(()=>{this.words=new R(this.hass),this.requestUpdate()})),this.isConnected&&this.feed.subscribe(this.hass,{type:"amps/fleet/subscribe"})}updated(){let e=this.renderRoot.querySelector("dialog");e&&!e.open&&e.showModal()}render(){let{words:e}=this;if(!e)return u;let n=this.feed.known,i=(n?.order??[]).map(c=>({id:c,name:it(this.hass.devices[c])||c,plan:n?.batteries[c]??{available:!1}})),s=i.filter(c=>ie(c.plan)).length,o=this.search.toLocaleLowerCase(),a=br(i).filter(c=>c.name.toLocaleLowerCase().includes(o)&&(!this.only||ie(c.plan))),l=["battery","level","does","next_column","last_column"];return d`<ha-card>
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
          >${e.say("counted",{shown:a.length,all:i.length})}</span
        >
      </div>
      <div role="table" aria-label=${e.say("fleet")}>
        <div role="row" class="head">
          ${l.map(c=>d`<span role="columnheader">${e.say(c)}</span>`)}
        </div>
        ${nt(a,c=>c.id,c=>this.row(c,e))}
      </div>
      ${this.dialog(e)}
    </ha-card>`}row({id:e,name:n,plan:i},s){let o=Date.now(),{next:a,last:l}=i,c=a&&g(a)>o;return d`<div role="row" class="line" @click=${()=>this.show(e)}>
      <span role="cell" class="name">
        ${ie(i)?d`<ha-icon icon="mdi:alert"></ha-icon
                ><span class="hidden">${s.say("problem")}</span>`:u}
        <button type="button" class="link" @click=${()=>this.show(e)}>
          <bdi>${n}</bdi>
        </button>
      </span>
      <span role="cell" class="level" style="--level: ${i.level??0}%"
        >${i.level==null?"–":s.percent(i.level)}</span
      >
      <span role="cell" class="wide">${i.available===!1?s.say("away"):re(i,s)}</span>
      <span role="cell" class="wide"
        >${c?`${s.title(a)}, ${s.span(b(a),a.end?g(a):null,o)}`:d`<span class="dim">${s.say("nothing_planned")}</span>`}</span
      >
      <span role="cell" class="wide result"
        >${l?.outcome?d`<ha-icon .icon=${W[l.outcome]}></ha-icon
                ><span
                  >${s.status(l.outcome)}${l.reason?`: ${s.reason(l.reason)}`:""}</span
                >`:d`<span class="dim">–</span>`}</span
      >
    </div>`}show(e){this.opened=e}dialog(e){let{opened:n}=this;return n?d`<dialog
      aria-label=${it(this.hass.devices[n])}
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
    </dialog>`:u}};customElements.define("amps-fleet-view",Ke);async function Ii(r){await V(r).catch(()=>{});let t=new R(r),e=qt(r).map(s=>s.id),n={title:t.say("view_cards"),path:"batteries",icon:"mdi:home-battery",type:"sections",max_columns:2,sections:(e.length?e:[void 0]).map(s=>({type:"grid",column_span:e.length>1?1:2,cards:[{type:"custom:amps-battery-card",...s?{device_id:[s]}:{},grid_options:{columns:"full"}}]}))},i={title:t.say("view_list"),path:"list",icon:"mdi:format-list-bulleted",type:"panel",cards:[{type:"custom:amps-fleet-card"}]};return e.length>Ee?{title:"Amps",views:[i]}:{title:"Amps",views:e.length>1?[n,i]:[n]}}export{Dn as check,jr as configForm,Ii as dashboard};
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
